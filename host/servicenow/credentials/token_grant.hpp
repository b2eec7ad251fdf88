#pragma once

#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "outbound/message.hpp"
#include "servicenow/credentials/token_reply.hpp"

namespace toolhost::servicenow {

/// One OAuth grant: what is posted to an instance's token endpoint. Thread-safe.
class TokenGrant {
public:
    /// The members of a form; outbound::encodePairs() writes them.
    using Form = outbound::Headers;

    TokenGrant() = default;
    TokenGrant(const TokenGrant&) = delete;
    TokenGrant& operator=(const TokenGrant&) = delete;
    virtual ~TokenGrant() = default;

    /// What asks for a token of that subject. The form holds secrets.
    [[nodiscard]] virtual base::Result<Form> formFor(const std::string& subject,
                                                     base::WallTime now) = 0;

    enum class Next { Done, AskAgain };
    /// Takes in what a form came to; AskAgain when formFor() now has another that may do better.
    virtual Next settle(const TokenReply&) { return Next::Done; }
};

}  // namespace toolhost::servicenow
