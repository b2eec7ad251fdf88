#include "mcp/list_cursors.hpp"

#include <algorithm>
#include <charconv>

#include "base/base64.hpp"

namespace toolhost::mcp {
namespace {

std::string boundTo(std::string_view method) {
    return "mcp.cursor\n" + std::string(method);
}

}  // namespace

base::Result<std::string> ListCursors::after(std::string_view method,
                                             const Entries& list,
                                             std::size_t position) const {
    const std::string text = std::to_string(position) + '\n' + list[position].name;
    const auto sealed = sealer_.seal(text, boundTo(method));
    if (!sealed.ok()) return base::because("make a cursor", sealed.error());
    return base::encodeBase64Url(sealed.value());
}

std::optional<std::size_t> ListCursors::position(std::string_view method,
                                                 const Entries& list,
                                                 std::string_view cursor) const {
    const auto sealed = base::decodeBase64Url(cursor);
    const auto text = sealed ? sealer_.open(*sealed, boundTo(method))
                             : base::Result<std::string>(base::Error{"not base64url"});
    if (!text.ok()) return std::nullopt;
    const std::size_t end = text.value().find('\n');
    if (end == std::string::npos) return std::nullopt;
    std::size_t was_at = 0;
    std::from_chars(text.value().data(), text.value().data() + end, was_at);
    const std::string name = text.value().substr(end + 1);
    const auto found = std::find_if(
        list.begin(), list.end(), [&name](const Entry& entry) { return entry.name == name; });
    if (found != list.end()) return static_cast<std::size_t>(found - list.begin()) + 1;
    return std::min(was_at, list.size());  // it is gone; what followed it moved up
}

}  // namespace toolhost::mcp
