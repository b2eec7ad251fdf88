#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "crypto/signing_key.hpp"
#include "identity/foreign_token.hpp"
#include "loader/services/grant_settings.hpp"
#include "loader/services/jwk_source.hpp"
#include "loader/services/service.hpp"
#include "outbound/client.hpp"

namespace toolhost::loader {

/// What a plugin may have checked or signed under one name.
struct JwtProfile {
    identity::ForeignPolicy policy;
    std::shared_ptr<JwkSource> keys;  ///< null: it checks nothing
    std::shared_ptr<const crypto::SigningKey>
        key;  ///< null: it signs nothing; shared, as keys stay
    std::chrono::seconds lifetime_max{0};

    /// Loads the keys that the settings name. Client and clock outlive it.
    static base::Result<JwtProfile> load(const JwtSettings& settings,
                                         outbound::Client& client,
                                         const base::Clock& clock);
};

/// toolhost.jwt/1: tokens checked by the admin's policies and signed by the admin's profiles.
class JwtService final : public Service {
public:
    /// The clock outlives it.
    JwtService(std::map<std::string, JwtProfile> profiles, const base::Clock& clock);

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    void list(const Question& question) const;
    void verify(const Question& question) const;
    void sign(const Question& question) const;
    /// The profile the question names; null after it was refused for naming none.
    [[nodiscard]] const JwtProfile* profileOf(const Question& question) const;

    const std::map<std::string, JwtProfile> profiles_;
    const base::Clock& clock_;
    const Operations operations_;
};

}  // namespace toolhost::loader
