#pragma once

#include <string_view>
#include <variant>

namespace toolhost::identity {

/// The one reason why an access token is refused: the first check it failed, in this order.
enum class TokenFault {
    TooLong,
    NotThreeParts,
    NotBase64Url,
    HeaderNotAnObject,
    HeaderMember,
    WrongType,
    UnknownKey,
    WrongAlgorithm,
    BadSignature,
    ClaimsNotAnObject,
    WrongIssuer,
    WrongAudience,
    BadSubject,
    BadClientId,
    BadTokenId,
    BadScope,
    BadTimes,
    LivesTooLong,
    Expired,
    NotYetValid,
    UnknownClient,
    DisabledClient,
    UnknownUser,
    Revoked
};

/// What is wrong, for the caller's `error_description`: constant ASCII without quotes, so that it
/// can stand in a header (RFC 6750 §3) and tells nothing of the token.
std::string_view describe(TokenFault fault);

/// Either what was read from a token or why it is refused.
template <typename T>
using Checked = std::variant<T, TokenFault>;

}  // namespace toolhost::identity
