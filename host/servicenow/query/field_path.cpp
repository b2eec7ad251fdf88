#include "servicenow/query/field_path.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

bool isFieldCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool isName(std::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), isFieldCharacter);
}

}  // namespace

bool isFieldPath(std::string_view text) {
    const auto parts = base::split(text, '.');
    return std::all_of(parts.begin(), parts.end(), isName);
}

std::size_t fieldLength(std::string_view text) {
    const auto* const end = std::find_if_not(
        text.begin(), text.end(), [](char c) { return isFieldCharacter(c) || c == '.'; });
    return static_cast<std::size_t>(end - text.begin());
}

}  // namespace toolhost::servicenow
