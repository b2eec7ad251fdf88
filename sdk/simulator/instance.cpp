#include "simulator/instance.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "simulator/api/attachment_api.hpp"
#include "simulator/api/batch_api.hpp"
#include "simulator/api/import_api.hpp"
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
constexpr std::array<std::string_view, 5> kNotSimulated{
    "cmdb",
    "identifyreconcile",
    "ui",
    "email",
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

bool isTooLong(const Request& request, const Properties& properties) {
    const auto length = request.path.size() + 1 + request.raw_query.size();
    return static_cast<long long>(length) > properties.number(properties::kUrlBytesMax);
}

/// What stands before the instance answers with, not the instance itself.
Reply uriTooLong() {
    return {414,
            "text/html",
            "<html><head><title>414 Request-URI Too Large</title></head><body>"
            "<h1>414 Request-URI Too Large</h1></body></html>",
            {},
            {}};
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
      admin_paths_(settings.admin_paths),
      log_(log),
      clock_(std::move(clock)),
      clients_(settings.clients),
      oauth_(clients_, tokens_, log),
      faults_(settings.faults_file, log),
      admin_({faults_, requests_, tokens_, clients_, database_, schema_, access_, [this] {
                  return now();
              }}) {
    auto session = database_.session();
    prepareDatabase(session, schema_, settings);
}

Reply Instance::answer(Request request) {
    takeApiKey(request);
    const bool for_admin =
        request.path.starts_with(kAdminPrefix) && admin_paths_ == AdminPaths::Open;
    if (for_admin) return admin_.answer(request);
    auto reply = answerWithFaults(request);
    addInstanceHeaders(reply, !reply.caller.empty());
    reply.headers.emplace_back("Date", formatHttpDate(now()));
    requests_.add(request, reply);
    log_.request("sim.request.served",
                 {{"method", request.method},
                  {"path", request.path},
                  {"status", std::to_string(reply.status)},
                  {"user", reply.caller}});
    return reply;
}

Reply Instance::answerWithFaults(const Request& request) {
    const auto fault = faults_.take(request);
    if (!fault) return route(request);
    faults_.pause(fault->latency);
    if (fault->effect == Effect::Answer) return fault->answer;
    auto reply = route(request);
    spoil(*fault, reply);
    return reply;
}

Reply Instance::route(const Request& request) {
    if (request.path.starts_with("/oauth_")) return routeOAuth(request);
    if (request.path.starts_with("/api/")) return routeApi(request);
    return refusalReply({404,
                         "Not simulated: " + request.path,
                         "This simulator answers /api/now/table, /api/now/stats and "
                         "/oauth_token.do"});
}

Reply Instance::routeOAuth(const Request& request) {
    auto session = database_.session();
    Records records(session, schema_);
    constexpr std::array<std::string_view, 3> kPaths{
        "/oauth_token.do", "/oauth_auth.do", "/oauth_revoke.do"};
    if (std::find(kPaths.begin(), kPaths.end(), request.path) == kPaths.end()) {
        return refusalReply(refusals::unknownResource(request.path));
    }
    return oauth_.answer(request, records, now());
}

Reply Instance::routeApi(const Request& request) {
    auto session = database_.session();
    Records records(session, schema_);
    if (isTooLong(request, Properties(session))) return uriTooLong();
    const auto caller = authenticate(request, tokens_, records, now());
    if (!caller) return refusalReply(refusals::notAuthenticated());
    auto reply = answerWithinRate(*caller, request, session);
    reply.caller = caller->user_name;
    return reply;
}

Reply Instance::answerWithinRate(const Caller& caller, const Request& request, Session& session) {
    Records records(session, schema_);
    const auto path = parseApiPath(request.path).value_or(ApiPath{});
    const auto api = path.resource.substr(0, path.resource.find('/'));
    const auto verdict = rate_limits_.count(api, caller, records, now());
    auto reply = verdict && verdict->refusal ? refusalReply(*verdict->refusal)
                                             : answerExpanded(caller, request, session);
    if (!verdict) return reply;
    reply.headers.insert(reply.headers.end(), verdict->headers.begin(), verdict->headers.end());
    return reply;
}

Reply Instance::answerExpanded(const Caller& caller, const Request& request, Session& session) {
    const auto expanded = tiny_urls_.expand(request);
    if (!expanded) return refusalReply(expanded.refusal());
    return answerAs(caller, expanded.value() ? *expanded.value() : request, session);
}

Reply Instance::answerAs(const Caller& caller, const Request& request, Session& session) {
    Records records(session, schema_);
    const Properties properties(session);
    const auto path = parseApiPath(request.path).value_or(ApiPath{});
    const Call call{request,
                    caller,
                    records,
                    access_,
                    properties,
                    path.version,
                    request.base_url + path.prefix,
                    now()};
    auto answered = answerApi(call, path.resource);
    return answered ? std::move(answered).value() : refusalReply(answered.refusal());
}

/// How the requests of a batch are answered: as the same user, and counted if the property says so.
AnswerInner Instance::innerAnswers(const Call& call) {
    const bool counted = call.properties.isTrue(properties::kBatchCountsInner);
    return [this, &call, counted](const Request& inner) {
        auto& session = call.records.session();
        return counted ? answerWithinRate(call.caller, inner, session)
                       : answerExpanded(call.caller, inner, session);
    };
}

Result<Reply> Instance::answerApi(const Call& call, std::string_view resource) {
    const bool bytes = resource.starts_with("attachment/");
    if (!bytes && !acceptsJson(call.request.accept)) return notAcceptable();
    const auto steps = split(resource, '/');
    const auto sys_id = steps.size() == 3 ? steps[2] : std::string_view{};
    const bool named = steps.size() > 1 && steps.size() < 4 && !steps[1].empty();
    if (named && steps[0] == "table") return answerTable(call, steps[1], sys_id);
    if (named && steps[0] == "stats" && sys_id.empty()) return answerStats(call, steps[1]);
    if (resource == "tinyurl") return tiny_urls_.answer(call);
    const auto rest = resource.substr(std::min(steps[0].size() + 1, resource.size()));
    if (steps[0] == "attachment") return answerAttachment(call, rest);
    if (steps[0] == "import" && named) return answerImport(call, rest);
    if (resource == "batch") return answerBatch(call, innerAnswers(call));
    if (std::find(kNotSimulated.begin(), kNotSimulated.end(), steps[0]) != kNotSimulated.end()) {
        return refusals::notSimulated("the API " + std::string(steps[0]),
                                      "See what it does not simulate in its FIDELITY.md.");
    }
    return refusals::unknownResource(call.request.path);
}

}  // namespace toolhost::sim
