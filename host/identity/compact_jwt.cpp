#include "identity/compact_jwt.hpp"

#include <nlohmann/json.hpp>
#include <set>
#include <utility>
#include <vector>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace toolhost::identity {
namespace {

constexpr int kDepthMax = 8;

// nlohmann/json skips a byte order mark and takes a NUL for the end of the text.
bool hasIgnoredBytes(std::string_view text) {
    return text.find('\0') != std::string_view::npos || text.starts_with("\xef\xbb\xbf");
}

/// Watches a parse for repeated names and for depth.
class Strictness {
public:
    bool accept(int depth, nlohmann::json::parse_event_t event, const nlohmann::json& parsed) {
        using Event = nlohmann::json::parse_event_t;
        if (depth > kDepthMax) violated_ = true;
        if (event == Event::object_start) names_.emplace_back();
        if (event == Event::object_end) names_.pop_back();
        if (event == Event::key && !names_.back().insert(parsed.get<std::string>()).second) {
            violated_ = true;
        }
        return true;
    }
    [[nodiscard]] bool isViolated() const { return violated_; }

private:
    std::vector<std::set<std::string>> names_;  // of the objects around the current place
    bool violated_ = false;
};

}  // namespace

Checked<CompactJwt> takeApart(std::string_view token) {
    if (token.size() > kTokenBytesMax) return TokenFault::TooLong;
    const auto parts = base::split(token, '.');
    if (parts.size() != 3) return TokenFault::NotThreeParts;
    auto header = base::decodeBase64Url(parts[0]);
    auto claims = base::decodeBase64Url(parts[1]);
    auto signature = base::decodeBase64Url(parts[2]);
    if (!header || !claims || !signature) return TokenFault::NotBase64Url;
    return CompactJwt{.header = std::move(*header),
                      .claims = std::move(*claims),
                      .signature = std::move(*signature),
                      .signed_text = token.substr(0, parts[0].size() + 1 + parts[1].size())};
}

base::Result<std::string> signCompact(std::string_view header,
                                      std::string_view claims,
                                      const crypto::SigningKey& key) {
    std::string token = base::encodeBase64Url(header) + '.' + base::encodeBase64Url(claims);
    const auto signature = key.sign(token);
    if (!signature.ok()) return signature.error();
    return token + '.' + base::encodeBase64Url(signature.value());
}

std::optional<nlohmann::json> parseStrictObject(std::string_view text) {
    if (hasIgnoredBytes(text)) return std::nullopt;
    Strictness strictness;
    const auto watch = [&strictness](
                           int depth, nlohmann::json::parse_event_t event, nlohmann::json& parsed) {
        return strictness.accept(depth, event, parsed);
    };
    auto parsed = nlohmann::json::parse(text, watch, /*allow_exceptions=*/false);
    if (!parsed.is_object() || strictness.isViolated()) return std::nullopt;
    return parsed;
}

}  // namespace toolhost::identity
