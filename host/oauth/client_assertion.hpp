// JWTs by which clients show that they hold their key (RFC 7523 §3, private_key_jwt).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "identity/addresses.hpp"
#include "identity/client.hpp"

namespace toolhost::oauth {

/// What makes an assertion the one it is.
struct AssertionId {
    std::string id;
    base::WallTime expires;
};

/// The client that an assertion says it is of, before anything in it is believed.
std::optional<std::string> claimedClient(std::string_view assertion);

/// The id of a good assertion: signed by one of the client's keys, by and about the client, for
/// this issuer or its token endpoint and nobody else, valid now and for ten minutes at the most.
/// The error is fit for the client. Whether it was used before is not looked at.
base::Result<AssertionId> checkAssertion(std::string_view assertion,
                                         const identity::Client& client,
                                         const identity::Addresses& addresses,
                                         base::WallTime now);

}  // namespace toolhost::oauth
