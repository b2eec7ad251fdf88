#include "oauth/pkce.hpp"

#include <algorithm>
#include <string>

#include "base/base64.hpp"
#include "crypto/digest.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::size_t kVerifierCharactersMin = 43;
constexpr std::size_t kVerifierCharactersMax = 128;

bool isUnreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

}  // namespace

bool isChallenge(std::string_view text) {
    const auto bytes = base::decodeBase64Url(text);
    return bytes && bytes->size() == crypto::Digest().size();
}

bool isVerifierOf(std::string_view verifier, std::string_view challenge) {
    if (verifier.size() < kVerifierCharactersMin || verifier.size() > kVerifierCharactersMax) {
        return false;
    }
    if (!std::all_of(verifier.begin(), verifier.end(), isUnreserved)) return false;
    const auto computed = base::encodeBase64Url(crypto::bytesOf(crypto::sha256(verifier)));
    return crypto::equalInConstantTime(computed, challenge);
}

}  // namespace toolhost::oauth
