#include "simulator/instance.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "simulator/api/stats_api.hpp"
#include "simulator/api/table_api.hpp"
#include "simulator/auth/authentication.hpp"
#include "simulator/first_start.hpp"
#include "simulator/refusals.hpp"
#include "simulator/sys_id.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::string_view kAdminPrefix = "/__sim/";
constexpr std::string_view kNowPrefix = "/api/now/";

// Interfaces of the platform that this simulator does not have yet.
constexpr std::array<std::string_view, 9> kNotSimulated{
    "attachment",
    "import",
    "batch",
    "cmdb",
    "identifyreconcile",
    "ui",
    "email",
    "tinyurl",
    "doc",
};

struct ApiPath {
    ApiVersion version = ApiVersion::Unversioned;
    std::string prefix;    ///< "/api/now/v2"
    std::string resource;  ///< "table/incident/..."
};

std::optional<ApiPath> parseApiPath(std::string_view path) {
    if (!path.starts_with(kNowPrefix)) return std::nullopt;
    auto resource = path.substr(kNowPrefix.size());
    ApiPath parsed{ApiVersion::Unversioned, "/api/now", {}};
    if (resource.starts_with("v1/")) parsed.version = ApiVersion::V1;
    if (resource.starts_with("v2/")) parsed.version = ApiVersion::V2;
    if (parsed.version != ApiVersion::Unversioned) {
        parsed.prefix += "/" + std::string(resource.substr(0, 2));
        resource.remove_prefix(3);
    }
    parsed.resource = resource;
    return parsed;
}

bool acceptsJson(std::string_view accept) {
    if (trim(accept).empty()) return true;
    for (const auto range : split(accept, ',')) {
        const auto type = trim(range.substr(0, range.find(';')));
        if (type == "*/*" || type == "application/*" || type == "application/json") return true;
    }
    return false;
}

Refusal notAcceptable() {
    return {406, "Not acceptable", "This simulator answers with application/json only"};
}

void addInstanceHeaders(Reply& reply, bool signed_in) {
    auto& headers = reply.headers;
    headers.emplace_back("Server", "ServiceNow");
    headers.emplace_back("X-Transaction-ID", randomHex(12));
    headers.emplace_back("X-Is-Logged-In", signed_in ? "true" : "false");
    headers.emplace_back("Server-Timing", "sem_wait;dur=0, sesh_wait;dur=0");
    headers.emplace_back("Cache-Control", "no-cache,no-store,must-revalidate,max-age=-1");
    headers.emplace_back("Pragma", "no-store,no-cache");
    headers.emplace_back("Expires", "0");
    headers.emplace_back("X-Content-Type-Options", "nosniff");
    headers.emplace_back("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    if (!signed_in) return;
    headers.emplace_back("Set-Cookie", "JSESSIONID=" + randomHex(32) + "; Path=/; HttpOnly");
    headers.emplace_back("Set-Cookie", "glide_user=; Max-Age=0; Path=/; HttpOnly");
    headers.emplace_back("Set-Cookie", "glide_user_session=; Max-Age=0; Path=/; HttpOnly");
    headers.emplace_back("Set-Cookie",
                         "glide_user_route=glide." + randomHex(32) + "; Path=/; HttpOnly");
    headers.emplace_back(
        "Set-Cookie", "glide_session_store=" + randomHex(32) + "; Max-Age=1800; Path=/; HttpOnly");
}

}  // namespace

Instance::Instance(const InstanceSettings& settings, Log& log, Clock clock)
    : schema_(Schema::parse(settings.schema_json)),
      database_(settings.database),
      access_(settings.dictionary_readers),
      invalid_terms_(settings.invalid_terms),
      admin_paths_(settings.admin_paths),
      log_(log),
      clock_(std::move(clock)),
      oauth_(settings.clients, tokens_, log),
      admin_(faults_, requests_, tokens_) {
    auto session = database_.session();
    prepareDatabase(session, schema_, settings);
}

Reply Instance::answer(const Request& request) {
    const bool for_admin =
        request.path.starts_with(kAdminPrefix) && admin_paths_ == AdminPaths::Open;
    if (for_admin) return admin_.answer(request);
    auto reply = route(request);
    addInstanceHeaders(reply, !reply.caller.empty());
    requests_.add(request, reply);
    log_.request("sim.request.served",
                 {{"method", request.method},
                  {"path", request.path},
                  {"status", std::to_string(reply.status)},
                  {"user", reply.caller}});
    return reply;
}

Reply Instance::route(const Request& request) {
    if (const auto fault = faults_.take(request.path)) {
        faults_.pause(fault->latency);
        if (fault->status != 0) return {fault->status, fault->content_type, fault->body, {}, {}};
    }
    if (request.path == "/oauth_token.do") return routeOAuth(request);
    if (request.path.starts_with("/api/")) return routeApi(request);
    return refusalReply({404,
                         "Not simulated: " + request.path,
                         "This simulator answers /api/now/table, /api/now/stats and "
                         "/oauth_token.do"});
}

Reply Instance::routeOAuth(const Request& request) {
    auto session = database_.session();
    Records records(session, schema_);
    return oauth_.answer(request, records, clock_());
}

Reply Instance::routeApi(const Request& request) {
    auto session = database_.session();
    Records records(session, schema_);
    const auto now = clock_();
    const auto caller = authenticate(request.authorization, tokens_, records, now);
    if (!caller) return refusalReply(refusals::notAuthenticated());
    const auto path = parseApiPath(request.path).value_or(ApiPath{});
    const Call call{request,
                    *caller,
                    records,
                    access_,
                    invalid_terms_,
                    path.version,
                    request.base_url + path.prefix,
                    now};
    auto answered = answerApi(call, path.resource);
    auto reply = answered ? std::move(answered).value() : refusalReply(answered.refusal());
    reply.caller = caller->user_name;
    return reply;
}

Result<Reply> Instance::answerApi(const Call& call, std::string_view resource) {
    if (!acceptsJson(call.request.accept)) return notAcceptable();
    const auto steps = split(resource, '/');
    const auto sys_id = steps.size() == 3 ? steps[2] : std::string_view{};
    const bool named = steps.size() > 1 && steps.size() < 4 && !steps[1].empty();
    if (named && steps[0] == "table") return answerTable(call, steps[1], sys_id);
    if (named && steps[0] == "stats" && sys_id.empty()) return answerStats(call, steps[1]);
    if (std::find(kNotSimulated.begin(), kNotSimulated.end(), steps[0]) != kNotSimulated.end()) {
        return refusals::notSimulated("the API " + std::string(steps[0]),
                                      "Only the Table and Aggregate APIs are simulated so far.");
    }
    return refusals::unknownResource(call.request.path);
}

}  // namespace toolhost::sim
