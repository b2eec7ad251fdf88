#include "loader/provenance/plugin_signature.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

constexpr const char* kFormat = "toolhost-plugin-signature-v1";

base::Error unreadable(const std::string& why) {
    return {"its signature file " + why};
}

base::Result<std::string> textIn(const json& object, const char* member) {
    const auto found = object.find(member);
    if (found != object.end() && found->is_string()) return found->get<std::string>();
    return unreadable(std::string("lacks ") + member);
}

}  // namespace

std::string textToSign(const std::string& key, const SignedContent& content) {
    return std::string(kFormat) + "\nkey=" + key + "\nsha256=" + content.sha256 +
           "\nplugin=" + content.plugin + "\nversion=" + content.version + '\n';
}

base::Result<PluginSignature> signContent(const crypto::SigningKey& key, SignedContent content) {
    if (key.algorithm() != crypto::Algorithm::Ed25519) {
        return base::Error{
            "sign the plugin: the key is no Ed25519 key; make one with toolhost "
            "plugin keygen"};
    }
    auto signature = key.sign(textToSign(key.id(), content));
    if (!signature) return signature.error();
    return PluginSignature{key.id(), std::move(content), std::move(signature).value()};
}

bool isGenuine(const PluginSignature& signature, const crypto::VerifyingKey& key) {
    return key.algorithm() == crypto::Algorithm::Ed25519 && key.id() == signature.key &&
           key.verifies(textToSign(signature.key, signature.content), signature.signature);
}

base::Result<PluginSignature> parseSignature(std::string_view text) {
    const json object = json::parse(text, nullptr, false);
    if (!object.is_object()) return unreadable("is not a JSON object");
    const auto format = textIn(object, "format");
    if (!format) return format.error();
    if (format.value() != kFormat)
        return unreadable("is of another format than " + std::string(kFormat));
    PluginSignature parsed;
    const std::array<std::pair<const char*, std::string*>, 5> members = {{
        {"key", &parsed.key},
        {"sha256", &parsed.content.sha256},
        {"plugin", &parsed.content.plugin},
        {"version", &parsed.content.version},
        {"signature", &parsed.signature},
    }};
    for (const auto& [member, field] : members) {
        auto value = textIn(object, member);
        if (!value) return value.error();
        *field = std::move(value).value();
    }
    auto bytes = base::decodeBase64Url(parsed.signature);
    if (!bytes) return unreadable("has a signature that is not base64url");
    parsed.signature = std::move(*bytes);
    return parsed;
}

std::string textOf(const PluginSignature& signature) {
    const json object = {{"format", kFormat},
                         {"key", signature.key},
                         {"sha256", signature.content.sha256},
                         {"plugin", signature.content.plugin},
                         {"version", signature.content.version},
                         {"signature", base::encodeBase64Url(signature.signature)}};
    return object.dump(2) + '\n';
}

}  // namespace toolhost::loader
