#include "simulator/admin_api.hpp"

#include <nlohmann/json.hpp>

#include "simulator/refusals.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

Reply done() {
    return jsonReply(200, {{"result", "done"}});
}

Fault readFault(const json& source) {
    Fault fault = source.value("hibernating", false) ? Fault::hibernation() : Fault{};
    fault.latency = std::chrono::milliseconds(source.value("latency_ms", 0LL));
    fault.status = source.value("status", fault.status);
    fault.body = source.value("body", fault.body);
    fault.content_type = source.value("content_type", fault.content_type);
    fault.count = source.value("count", fault.count);
    fault.path_prefix = source.value("path_prefix", fault.path_prefix);
    return fault;
}

}  // namespace

Reply AdminApi::answer(const Request& request) {
    const auto asked = request.method + " " + request.path;
    if (asked == "POST /__sim/faults") return addFault(request);
    if (asked == "GET /__sim/requests") return jsonReply(200, {{"requests", requests_.entries()}});
    if (asked == "DELETE /__sim/faults") {
        faults_.clear();
    } else if (asked == "DELETE /__sim/requests") {
        requests_.clear();
    } else if (asked == "POST /__sim/expire-tokens") {
        tokens_.expireAll();
    } else {
        return refusalReply(refusals::unknownResource(request.path));
    }
    return done();
}

Reply AdminApi::addFault(const Request& request) {
    try {
        const auto fault = readFault(json::parse(request.body));
        const bool plausible = fault.status == 0 || (fault.status >= 200 && fault.status <= 599);
        if (!plausible || fault.latency.count() < 0 || fault.count == 0) {
            return refusalReply(refusals::unreadableRequest(
                "A fault has a status from 200 to 599, a latency_ms of 0 or more and a count of 1 "
                "or more, each of them optional"));
        }
        faults_.add(fault);
        return done();
    } catch (const json::exception& fault) {
        return refusalReply(refusals::unreadableRequest(fault.what()));
    }
}

}  // namespace toolhost::sim
