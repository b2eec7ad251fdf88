#pragma once

#include <string>

#include "base/secret.hpp"
#include "crypto/sealer.hpp"
#include "loader/services/service.hpp"

namespace toolhost::loader {

/// The keys of one plugin that the host holds. The plugin never sees them.
struct PluginKeys {
    crypto::Sealer sealer;
    base::Secret authentication;

    /// Those of that plugin, made of the host's.
    [[nodiscard]] PluginKeys deriveFor(const std::string& plugin_id) const;
};

/// toolhost.crypto/1: random bytes, digests, and sealing with keys of the plugin's own.
class CryptoService final : public Service {
public:
    explicit CryptoService(PluginKeys keys);

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    void seal(const Question& question) const;
    void open(const Question& question) const;
    void authenticate(const Question& question) const;

    const PluginKeys keys_;
    const Operations operations_;
};

}  // namespace toolhost::loader
