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

std::string_view nameOf(Failure::Kind kind) {
    switch (kind) {
        case Failure::Kind::Timeout:
            return "timeout";
        case Failure::Kind::Unreachable:
            return "unreachable";
        case Failure::Kind::Tls:
            return "tls";
        case Failure::Kind::TooLarge:
            return "too_large";
        case Failure::Kind::Abandoned:
            return "abandoned";
        case Failure::Kind::Cancelled:
            return "cancelled";
        case Failure::Kind::Refused:
            return "refused";
        case Failure::Kind::Protocol:
            return "protocol";
    }
    return "";
}

}  // namespace toolhost::outbound
