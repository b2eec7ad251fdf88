#include "identity/token_fault.hpp"

namespace toolhost::identity {

std::string_view describe(TokenFault fault) {
    switch (fault) {
        case TokenFault::TooLong:
            return "the token is longer than 16 KiB";
        case TokenFault::NotThreeParts:
            return "the token is not a signed JWT of three parts";
        case TokenFault::NotBase64Url:
            return "a part of the token is not canonical base64url";
        case TokenFault::HeaderNotAnObject:
            return "the token's header is not a JSON object";
        case TokenFault::HeaderMember:
            return "the token's header has a member besides alg, typ and kid";
        case TokenFault::WrongType:
            return "the token's typ is not at+jwt";
        case TokenFault::UnknownKey:
            return "the token's kid names no key of this server";
        case TokenFault::WrongAlgorithm:
            return "the token's alg is not its key's";
        case TokenFault::BadSignature:
            return "the token's signature does not match";
        case TokenFault::ClaimsNotAnObject:
            return "the token's claims are not a JSON object";
        case TokenFault::WrongIssuer:
            return "the token's iss is not this server";
        case TokenFault::WrongAudience:
            return "the token's aud is not this server";
        case TokenFault::BadSubject:
            return "the token's sub is missing or malformed";
        case TokenFault::BadClientId:
            return "the token's client_id is missing or malformed";
        case TokenFault::BadTokenId:
            return "the token's jti is missing or malformed";
        case TokenFault::BadScope:
            return "the token's scope is missing or malformed";
        case TokenFault::BadTimes:
            return "the token's exp, iat or nbf is missing or not a date in whole seconds";
        case TokenFault::LivesTooLong:
            return "the token's lifetime is longer than this server allows";
        case TokenFault::Expired:
            return "the token has expired";
        case TokenFault::NotYetValid:
            return "the token is not valid yet";
        case TokenFault::UnknownClient:
            return "the token's client is not registered";
        case TokenFault::DisabledClient:
            return "the token's client has been revoked";
        case TokenFault::UnknownUser:
            return "the token's user is gone or has a new password";
        case TokenFault::Revoked:
            return "the token has been revoked";
    }
    return "the token is refused";
}

}  // namespace toolhost::identity
