#include "simulator/auth/client_credentials.hpp"

#include <utility>

#include "simulator/auth/base64.hpp"
#include "simulator/auth/password.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

/// The two texts of Basic authentication.
std::optional<std::pair<std::string, std::string>> basicPair(std::string_view authorization) {
    const auto blank = authorization.find(' ');
    if (!sameText(authorization.substr(0, blank), "Basic")) return std::nullopt;
    const auto pair = decodeBase64(trim(authorization.substr(blank)));
    const auto colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return std::nullopt;
    return std::pair(pair->substr(0, colon), pair->substr(colon + 1));
}

}  // namespace

ClientCredentials clientCredentialsOf(const Request& request, const Parameters& form) {
    if (form.find("client_id")) {
        return {std::string(form.get("client_id")), std::string(form.get("client_secret"))};
    }
    const auto pair = basicPair(request.authorization);
    if (!pair) return {};
    return {pair->first, pair->second};
}

std::optional<Caller> signInBasic(std::string_view authorization, Records& records) {
    const auto pair = basicPair(authorization);
    if (!pair) return std::nullopt;
    return signIn(records, pair->first, pair->second);
}

bool answersChallenge(std::string_view challenge, std::string_view verifier) {
    if (challenge.empty()) return verifier.empty();
    const auto expected = decodeBase64Url(challenge);
    return expected && sameSecret(*expected, sha256Bytes(verifier));
}

}  // namespace toolhost::sim
