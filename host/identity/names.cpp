#include "identity/names.hpp"

#include <algorithm>
#include <simdjson.h>

#include "base/text.hpp"

namespace toolhost::identity {
namespace {

constexpr std::size_t kNameBytesMax = 255;
constexpr std::size_t kScopeBytesMax = 1024;

bool isScopeCharacter(char c) {
    return c >= 0x21 && c <= 0x7e && c != '"' && c != '\\';
}

bool isControl(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
}

}  // namespace

const std::vector<std::string>& supportedScopes() {
    static const std::vector<std::string> kScopes{std::string(kToolsScope)};
    return kScopes;
}

std::optional<std::vector<std::string>> parseScopes(std::string_view text) {
    if (text.size() > kScopeBytesMax) return std::nullopt;
    std::vector<std::string> scopes;
    for (const auto scope : base::split(text, ' ')) {
        if (scope.empty() || !std::all_of(scope.begin(), scope.end(), isScopeCharacter)) {
            return std::nullopt;
        }
        if (!hasScope(scopes, scope)) scopes.emplace_back(scope);
    }
    return scopes;
}

bool hasScope(const std::vector<std::string>& scopes, std::string_view scope) {
    return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

bool isName(std::string_view text) {
    if (text.empty() || text.size() > kNameBytesMax) return false;
    if (text.front() == ' ' || text.back() == ' ') return false;
    if (std::any_of(text.begin(), text.end(), isControl)) return false;
    return simdjson::validate_utf8(text.data(), text.size());
}

}  // namespace toolhost::identity
