#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "crypto/sealer.hpp"
#include "identity/principal.hpp"
#include "outbound/client.hpp"
#include "servicenow/attendance.hpp"
#include "servicenow/instance.hpp"
#include "servicenow/json_text.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// One thing asked of ServiceNow on somebody's behalf.
struct Call {
    identity::Principal principal;
    /// A JSON object `{"op":…, "instance":"name"?, …}`; operations.hpp lists the operations.
    std::string request;
    base::SteadyTime deadline;
    std::stop_token cancelled;
};

/// Everything a tool can ask of the configured instances, in JSON. Thread-safe; waits in no thread.
class Service {
public:
    /// Checks the settings and loads the keys they name. `client`, `clock` and `log` outlive the
    /// service.
    static base::Result<std::unique_ptr<Service>> create(Settings settings,
                                                         outbound::Client& client,
                                                         const base::Clock& clock,
                                                         base::Log& log);
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    /// Every call under way ends as cancelled, and its `done` has returned, before this returns.
    ~Service();

    /// Calls `done` exactly once with `{"ok":true,…}` or `{"ok":false,"error":{"kind","message",
    /// "detail"?,"status"?,"hint"?}}`: on any thread, perhaps before perform() returns, at the
    /// latest at the deadline. It must neither block nor throw. [any thread]
    void perform(Call call, std::function<void(std::string reply_json)> done);

    /// In alphabetical order.
    [[nodiscard]] std::vector<std::string> instanceNames() const;

private:
    class PendingCall;

    Service(outbound::Client& client, crypto::Sealer sealer);
    [[nodiscard]] Outcome<Instance*> findInstance(const Json& request) const;

    outbound::Client& client_;
    const crypto::Sealer sealer_;
    std::string default_instance_;
    std::stop_source closing_;
    Attendance attendance_;
    std::map<std::string, std::unique_ptr<Instance>> instances_;  // constant once created
};

}  // namespace toolhost::servicenow
