#include "loader/checkup/trial_services.hpp"

#include <algorithm>
#include <utility>

#include "boundary/interfaces.hpp"

namespace toolhost::loader {
namespace {

constexpr std::string_view kNothingIsAsked =
    R"({"ok":false,"error":{"kind":"unavailable","message":"nothing outside is asked in a checkup"}})";

}  // namespace

bool TrialServices::grants(std::string_view interface_id) {
    return interface_id !=
           TOOLHOST_TASKS_INTERFACE;  // its tasks end for good with the first instance
}

void TrialServices::log(std::int32_t /*level*/, std::string_view /*message*/) {}

std::optional<std::string> TrialServices::config(std::string_view key) const {
    const auto found = config_.find(std::string(key));
    if (found == config_.end()) return std::nullopt;
    return found->second;
}

toolhost_status TrialServices::measure(const boundary::Measurement& /*measurement*/) {
    return TOOLHOST_OK;
}

toolhost_status TrialServices::raise(std::uint32_t /*event*/, std::string_view /*subject*/) {
    return TOOLHOST_OK;
}

toolhost_status TrialServices::ask(const boundary::Request& request, boundary::Replied replied) {
    if (request.call == nullptr && request.service == TOOLHOST_SERVICENOW_SERVICE) {
        replied(TOOLHOST_OK, R"(["checkup"])", {});  // the names of instances
        return TOOLHOST_PENDING;
    }
    {
        const std::lock_guard lock(mutex_);
        if (is_withholding_) {
            waiting_.push_back(std::move(replied));
            return TOOLHOST_PENDING;
        }
    }
    const bool is_servicenow = request.service == TOOLHOST_SERVICENOW_SERVICE;
    replied(is_servicenow ? TOOLHOST_OK : TOOLHOST_E_FAILED, kNothingIsAsked, {});
    return TOOLHOST_PENDING;
}

void TrialServices::withhold() {
    const std::lock_guard lock(mutex_);
    is_withholding_ = true;
}

void TrialServices::release() {
    std::vector<boundary::Replied> waiting;
    {
        const std::lock_guard lock(mutex_);
        is_withholding_ = false;
        waiting.swap(waiting_);
    }
    for (const auto& replied : waiting) {
        replied(TOOLHOST_OK, kNothingIsAsked, {});
    }
}

}  // namespace toolhost::loader
