#include "servicenow/exchange/who_am_i.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/exchange/api_reply.hpp"
#include "servicenow/exchange/users_request.hpp"
#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {

outbound::Request whoAmIRequest(const std::string& url,
                                const Proof& proof,
                                base::SteadyTime deadline) {
    return usersRequest(
        url,
        proof,
        {.query = "sys_id=javascript:gs.getUserID()", .fields = "sys_id,user_name,email"},
        deadline);
}

Outcome<WhoAmI> readWhoAmI(outbound::Outcome answer, const std::string& instance) {
    const std::string attempted = "ask instance " + base::quoted(instance) + " who is calling";
    if (const auto* failure = std::get_if<outbound::Failure>(&answer)) {
        return problemOf(*failure, attempted);
    }
    auto reply = readApiReply(std::get<outbound::Response>(answer), attempted);
    if (!reply) return reply.problem();
    const Json& rows = reply.value().result;
    if (!rows.is_array() || rows.size() != 1) {
        return Problem{.kind = Problem::Kind::Forbidden,
                       .message = attempted + ": it shows the user no record of its own",
                       .hint = "the user needs read access to its own record of sys_user"};
    }
    const Json& me = rows.front();
    return WhoAmI{textOf(me, "sys_id"), textOf(me, "user_name"), textOf(me, "email")};
}

}  // namespace toolhost::servicenow
