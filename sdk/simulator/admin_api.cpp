#include "simulator/admin_api.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/properties.hpp"
#include "simulator/records.hpp"
#include "simulator/refusals.hpp"
#include "simulator/write/jobs.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

constexpr std::string_view kClients = "/__sim/clients/";

Reply done() {
    return jsonReply(200, {{"result", "done"}});
}

Result<json> objectIn(const Request& request) {
    auto parsed = json::parse(request.body, nullptr, false);
    if (parsed.is_object()) return parsed;
    return refusals::unreadableRequest("The body must be a JSON object");
}

}  // namespace

Reply AdminApi::answer(const Request& request) {
    auto answered = route(request);
    return answered ? std::move(answered).value() : refusalReply(answered.refusal());
}

Result<Reply> AdminApi::route(const Request& request) {
    if (request.path == "/__sim/faults") return answerFaults(request);
    const auto asked = request.method + " " + request.path;
    if (asked == "GET /__sim/requests") {
        return jsonReply(200, {{"requests", parts_.requests.entries()}});
    }
    if (asked == "POST /__sim/clock") return setClock(request);
    if (asked == "POST /__sim/jobs/close-resolved") return closeResolved();
    if (asked == "POST /__sim/properties") return setProperties(request);
    if (asked == "GET /__sim/clients") return describeClients();
    if (request.method == "PATCH" && request.path.starts_with(kClients)) {
        return changeClient(request, std::string_view(request.path).substr(kClients.size()));
    }
    if (asked == "DELETE /__sim/requests") {
        parts_.requests.clear();
    } else if (asked == "POST /__sim/expire-tokens") {
        parts_.tokens.expireAll();
    } else {
        return refusals::unknownResource(request.path);
    }
    return done();
}

Result<Reply> AdminApi::answerFaults(const Request& request) {
    if (request.method == "GET") {
        return jsonReply(200, {{"faults", parts_.faults.describe()}, {"kinds", faultKinds()}});
    }
    if (request.method == "DELETE") {
        parts_.faults.clear();
        return done();
    }
    if (request.method != "POST") return refusals::methodNotSupported();
    auto fault = readFault(json::parse(request.body, nullptr, false));
    if (!fault) return fault.refusal();
    parts_.faults.add(std::move(fault).value());
    return done();
}

Result<Reply> AdminApi::setClock(const Request& request) {
    const auto body = objectIn(request);
    if (!body) return body.refusal();
    const auto skew = body.value().find("skew_seconds");
    if (skew == body.value().end() || !skew->is_number_integer()) {
        return refusals::unreadableRequest("The body must be {\"skew_seconds\": N}");
    }
    parts_.faults.setClockSkew(std::chrono::seconds(skew->get<long long>()));
    return done();
}

Result<Reply> AdminApi::setProperties(const Request& request) {
    const auto body = objectIn(request);
    if (!body) return body.refusal();
    auto session = parts_.database.session();
    Properties properties(session);
    for (const auto& [name, value] : body.value().items()) {
        properties.set(name, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return done();
}

Result<Reply> AdminApi::closeResolved() {
    auto session = parts_.database.session();
    Records records(session, parts_.schema);
    const auto closed = closeResolvedIncidents(records, parts_.access, parts_.now());
    if (!closed) return closed.refusal();
    return jsonReply(200, {{"closed", closed.value()}});
}

Result<Reply> AdminApi::describeClients() {
    auto session = parts_.database.session();
    Records records(session, parts_.schema);
    return jsonReply(200, {{"clients", parts_.clients.describe(records)}});
}

Result<Reply> AdminApi::changeClient(const Request& request, std::string_view id) {
    const auto body = objectIn(request);
    if (!body) return body.refusal();
    auto session = parts_.database.session();
    Records records(session, parts_.schema);
    if (auto refusal = parts_.clients.change(id, body.value(), records)) {
        return std::move(*refusal);
    }
    return done();
}

}  // namespace toolhost::sim
