#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "outbound/message.hpp"
#include "servicenow/problem.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// What an instance's token endpoint answered: an Authorization header value or a problem, and how
/// long to go by it.
struct TokenReply {
    Outcome<base::Secret> authorization;
    std::chrono::seconds keep_for{0};
    /// Empty when the instance gave none.
    base::Secret refresh_token{};
    /// The refusal does not tell its cause: ServiceNow's one answer for most of them.
    bool is_opaque = false;
};

/// What a token was asked for.
struct TokenQuestion {
    std::string instance;
    std::string subject;
    Grant grant = Grant::JwtBearer;
};

/// Reads the answer to a request for a token. Only 200 with JSON holds one: a hibernating instance
/// answers 200 with a page.
TokenReply readTokenReply(const outbound::Outcome& answer, const TokenQuestion& question);

/// What an administrator has to check when an instance refuses that grant, in the order of what is
/// most often wrong.
std::string_view causesOfRefusal(Grant grant);

}  // namespace toolhost::servicenow
