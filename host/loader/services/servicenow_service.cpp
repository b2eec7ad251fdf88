#include "loader/services/servicenow_service.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "loader/host_call.hpp"

namespace toolhost::loader {

void ServicenowService::ask(const boundary::Request& request, boundary::Replied replied) {
    if (request.call == nullptr) return tellInstances(request, replied);
    const tools::Invocation& invocation = static_cast<HostCall&>(*request.call).invocation();
    service_.perform({.principal = *invocation.principal,
                      .request = std::string(request.json),
                      .deadline = invocation.deadline,
                      .cancelled = invocation.cancelled},
                     [replied = std::move(replied)](const std::string& reply_json) {
                         replied(TOOLHOST_OK, reply_json, {});
                     });
}

void ServicenowService::tellInstances(const boundary::Request& request,
                                      const boundary::Replied& replied) const {
    const auto asked = nlohmann::json::parse(request.json, nullptr, false);
    if (asked.is_object() && asked.value("op", nlohmann::json()) == "instances") {
        return reply(replied, service_.instanceNames());
    }
    refuse(replied,
           {TOOLHOST_E_ARGUMENT, "argument", "without a call, only op instances is answered"});
}

}  // namespace toolhost::loader
