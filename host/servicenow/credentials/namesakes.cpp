#include "servicenow/credentials/namesakes.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/exchange/api_reply.hpp"
#include "servicenow/exchange/users_request.hpp"

namespace toolhost::servicenow {

outbound::Request namesakesRequest(const std::string& url,
                                   const Proof& proof,
                                   const std::string& email,
                                   base::SteadyTime deadline) {
    return usersRequest(
        url,
        proof,
        {.query = "email=" + email + "^active=true", .fields = "sys_id", .limit = 2},
        deadline);
}

std::optional<Problem> findNamesakes(outbound::Outcome answer,
                                     const std::string& instance,
                                     const std::string& email) {
    const std::string attempted = "find out at instance " + base::quoted(instance) +
                                  " whether the address " + base::quoted(email) +
                                  " is one user's alone";
    if (const auto* failure = std::get_if<outbound::Failure>(&answer)) {
        return problemOf(*failure, attempted);
    }
    const auto reply = readApiReply(std::get<outbound::Response>(answer), attempted);
    if (!reply) return reply.problem();
    const auto& users = reply.value().result;
    if (users.is_array() && users.size() == 1) return std::nullopt;
    const bool are_many = users.is_array() && users.size() > 1;
    return Problem{
        .kind = Problem::Kind::NoIdentity,
        .message = attempted +
                   (are_many ? ": several active users have it" : ": it shows no user who has it"),
        .hint =
            "nothing was done; the administrator can correct the users' addresses, let users "
            "read sys_user.email, or set subject_field = user_name, which only one user has"};
}

}  // namespace toolhost::servicenow
