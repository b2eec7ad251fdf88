#pragma once

#include <chrono>
#include <string>

#include "base/secret.hpp"
#include "outbound/message.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// What an instance's token endpoint answered: an Authorization header value or a problem, and how
/// long to go by it.
struct TokenReply {
    Outcome<base::Secret> authorization;
    std::chrono::seconds keep_for{0};
};

/// Reads the answer to a request for a token for `user`. Only 200 with JSON holds a token: a
/// hibernating instance answers 200 with a page.
TokenReply readTokenReply(const outbound::Outcome& answer,
                          const std::string& instance,
                          const std::string& user);

}  // namespace toolhost::servicenow
