#include "outbound/message.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace toolhost::outbound {

std::optional<std::string_view> Response::findHeader(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto& header) {
        return base::equalsIgnoringCase(header.first, name);
    });
    if (found == headers.end()) return std::nullopt;
    return found->second;
}

}  // namespace toolhost::outbound
