#include "crypto/openssl.hpp"

#include <array>
#include <openssl/err.h>

namespace toolhost::crypto {

base::Error opensslError(std::string attempted) {
    const unsigned long code = ERR_peek_error();
    ERR_clear_error();
    if (code == 0) return {std::move(attempted) + ": OpenSSL gave no reason"};
    std::array<char, 256> text{};
    ERR_error_string_n(code, text.data(), text.size());
    return {std::move(attempted) + ": " + text.data()};
}

}  // namespace toolhost::crypto
