#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "base/descriptor.hpp"
#include "http/connection/tls_context.hpp"
#include "http/connection/transport.hpp"

namespace toolhost::http {

/// Bytes through TLS. The handshake happens with the first bytes that are received.
class TlsTransport final : public Transport {
public:
    TlsTransport(base::Descriptor socket, const TlsContext& context);
    ~TlsTransport() override;

    Received receive(std::span<char> into) override;
    Sent send(std::string_view bytes) override;
    void endSending() override;
    [[nodiscard]] bool isReady() const override;
    [[nodiscard]] bool isEncrypted() const override { return true; }

private:
    struct Free {
        void operator()(ssl_st* session) const;
    };

    Received::Outcome outcomeOf(int result);
    void sayThatThisIsTls();

    const std::unique_ptr<ssl_st, Free> session_;  // null when memory was short
    bool is_broken_ = false;
};

}  // namespace toolhost::http
