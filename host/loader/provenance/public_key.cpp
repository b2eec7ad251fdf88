#include "loader/provenance/public_key.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace toolhost::loader {
namespace {

constexpr const char* kKind = "ed25519";

bool covers(const std::string& pattern, std::string_view id) {
    if (pattern == "*") return true;
    if (!pattern.ends_with(".*")) return pattern == id;
    return id.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

/// The lines that say something.
std::vector<std::string> linesIn(std::string_view text) {
    std::vector<std::string> lines;
    for (const auto line : base::split(text, '\n')) {
        const auto said = base::trim(line);
        if (!said.empty() && said.front() != '#') lines.emplace_back(said);
    }
    return lines;
}

}  // namespace

base::Result<PublicKey> parsePublicKey(std::string_view text) {
    const base::Error wrong{
        "it is not one line 'ed25519 KEY [PLUGIN...]', as toolhost plugin "
        "keygen writes it"};
    const auto lines = linesIn(text);
    if (lines.size() != 1) return wrong;
    auto words = base::splitList(lines.front(), ' ');
    if (words.size() < 2 || words[0] != kKind) return wrong;
    const auto bytes = base::decodeBase64Url(words[1]);
    if (!bytes) return wrong;
    auto key = crypto::VerifyingKey::fromEd25519(*bytes);
    if (!key) return key.error();
    words.erase(words.begin(), words.begin() + 2);
    return PublicKey{std::move(key).value(), std::move(words)};
}

base::Result<std::string> lineOf(const crypto::VerifyingKey& key,
                                 const std::vector<std::string>& plugins) {
    if (key.algorithm() != crypto::Algorithm::Ed25519) {
        return base::Error{
            "write the public key: it is no Ed25519 key; make one with toolhost "
            "plugin keygen"};
    }
    const auto jwk = nlohmann::json::parse(key.publicJwk(), nullptr, false);
    std::vector<std::string> words = {kKind, jwk.value("x", "")};
    words.insert(words.end(), plugins.begin(), plugins.end());
    return base::join(words, " ");
}

bool maySign(const std::vector<std::string>& plugins, std::string_view id) {
    return std::any_of(plugins.begin(), plugins.end(), [id](const std::string& pattern) {
        return covers(pattern, id);
    });
}

}  // namespace toolhost::loader
