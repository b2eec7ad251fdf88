#include "audit/arguments.hpp"

#include <nlohmann/json.hpp>

#include "base/ids.hpp"
#include "base/redaction.hpp"
#include "crypto/digest.hpp"

namespace toolhost::audit {
namespace {

using Json = nlohmann::json;

constexpr int kDepthMax = 64;
constexpr std::string_view kTooDeep = "[too deep to record]";

/// Also bounds the depth, so that neither this nor writing it out exhausts the stack.
void removeSecrets(Json& value, int depth) {
    if (!value.is_structured()) return;
    if (depth > kDepthMax) {
        value = kTooDeep;
        return;
    }
    for (auto member = value.begin(); member != value.end(); ++member) {
        if (value.is_object() && base::isSecretName(member.key())) {
            *member = base::kRedacted;
        } else {
            removeSecrets(*member, depth + 1);
        }
    }
}

}  // namespace

std::string argumentsDigest(std::string_view arguments_json, const base::Secret& key) {
    const auto digest = crypto::hmacSha256(key.reveal(), arguments_json);
    return "hmac-sha256:" + base::toHex(crypto::bytesOf(digest));
}

std::string argumentsText(std::string_view arguments_json) {
    Json arguments = Json::parse(arguments_json, nullptr, false);
    if (arguments.is_discarded()) return base::redact(arguments_json);
    removeSecrets(arguments, 0);
    return arguments.dump();
}

}  // namespace toolhost::audit
