#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

std::string_view nameOf(Problem::Kind kind) {
    switch (kind) {
        case Problem::Kind::NoIdentity:
            return "no_identity";
        case Problem::Kind::InvalidRequest:
            return "invalid_request";
        case Problem::Kind::UnknownTable:
            return "unknown_table";
        case Problem::Kind::UnknownField:
            return "unknown_field";
        case Problem::Kind::Forbidden:
            return "forbidden";
        case Problem::Kind::NotFound:
            return "not_found";
        case Problem::Kind::Unauthorized:
            return "unauthorized";
        case Problem::Kind::RateLimited:
            return "rate_limited";
        case Problem::Kind::Unavailable:
            return "unavailable";
        case Problem::Kind::Timeout:
            return "timeout";
        case Problem::Kind::Cancelled:
            return "cancelled";
        case Problem::Kind::Protocol:
            return "protocol";
    }
    return "protocol";
}

Problem invalidRequest(std::string message, std::string hint) {
    return {.kind = Problem::Kind::InvalidRequest,
            .message = std::move(message),
            .hint = std::move(hint)};
}

}  // namespace toolhost::servicenow
