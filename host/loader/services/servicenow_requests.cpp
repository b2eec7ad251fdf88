#include "loader/services/servicenow_requests.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "loader/host_call.hpp"

namespace toolhost::loader {
namespace {

toolhost_status tellInstances(const servicenow::Service& service,
                              const boundary::Request& request,
                              const boundary::Replied& replied) {
    const auto asked = nlohmann::json::parse(request.json, nullptr, false);
    if (!asked.is_object() || asked.value("op", nlohmann::json()) != "instances") {
        return TOOLHOST_E_ARGUMENT;
    }
    const nlohmann::json names = service.instanceNames();
    replied(TOOLHOST_OK, names.dump(), {});
    return TOOLHOST_PENDING;
}

}  // namespace

toolhost_status askServicenow(servicenow::Service& service,
                              const boundary::Request& request,
                              boundary::Replied replied) {
    if (request.call == nullptr) return tellInstances(service, request, replied);
    auto& call = static_cast<HostCall&>(*request.call);
    const tools::Invocation& invocation = call.invocation();
    call.retain();
    service.perform({.principal = *invocation.principal,
                     .request = std::string(request.json),
                     .deadline = invocation.deadline,
                     .cancelled = invocation.cancelled},
                    [&call, replied = std::move(replied)](const std::string& reply_json) {
                        replied(TOOLHOST_OK, reply_json, {});
                        call.release();
                    });
    return TOOLHOST_PENDING;
}

}  // namespace toolhost::loader
