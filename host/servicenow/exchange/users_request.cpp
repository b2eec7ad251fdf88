#include "servicenow/exchange/users_request.hpp"

#include "outbound/url.hpp"

namespace toolhost::servicenow {
namespace {

constexpr const char* kUsersPath = "/api/now/table/sys_user";

}  // namespace

outbound::Request usersRequest(const std::string& url,
                               const Proof& proof,
                               const UsersQuestion& question,
                               base::SteadyTime deadline) {
    const auto parameters =
        outbound::encodePairs({{"sysparm_query", question.query},
                               {"sysparm_fields", question.fields},
                               {"sysparm_limit", std::to_string(question.limit)}});
    return {.url = url + kUsersPath + '?' + parameters,
            .headers = {{"Accept", "application/json"},
                        {proof.header, std::string(proof.value.reveal())}},
            .body = {},
            .deadline = deadline};
}

Lane usersLane(const std::string& user) {
    return {user, std::string("GET ") + kUsersPath};
}

}  // namespace toolhost::servicenow
