#pragma once

#include <filesystem>
#include <memory>

#include "base/result.hpp"

struct ssl_ctx_st;
struct ssl_st;

namespace toolhost::http {

/// What a listener needs to speak TLS 1.2 and 1.3 as its own: certificate chain and key, and the
/// choices that every connection takes from it. Immutable, thread-safe.
class TlsContext {
public:
    /// Reads both files, PEM. The key may be read by nobody else, and is not encrypted.
    static base::Result<std::shared_ptr<const TlsContext>> load(
        const std::filesystem::path& certificate_file, const std::filesystem::path& key_file);

    /// A new connection's TLS on that socket, which is borrowed. Null when memory is short. To be
    /// freed with SSL_free; keeps what it needs of the context.
    [[nodiscard]] ssl_st* newSession(int socket) const;

private:
    explicit TlsContext(std::shared_ptr<ssl_ctx_st> context) : context_(std::move(context)) {}

    std::shared_ptr<ssl_ctx_st> context_;
};

}  // namespace toolhost::http
