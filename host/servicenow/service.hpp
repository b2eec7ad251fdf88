#pragma once

#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
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

/// A call that an instance sees as one account's, though somebody else makes it.
struct SharedAccountUse {
    const identity::Principal& principal;
    std::string_view instance;
    std::string_view account;
    std::string_view operation;
};

/// What the service uses of the host. All of it outlives the service.
struct ServiceHost {
    outbound::Client& client;
    const base::Clock& clock;
    base::Log& log;
    /// Told of each such call before anything is asked, so that it can be put on record; an error
    /// refuses the call. May be empty.
    std::function<base::Result<base::Done>(const SharedAccountUse&)> on_shared_account{};
};

/// Everything a tool can ask of the configured instances, in JSON. Thread-safe; waits in no thread.
class Service {
public:
    /// Checks the settings and loads the keys they name.
    static base::Result<std::unique_ptr<Service>> create(Settings settings, ServiceHost host);
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

    Service(ServiceHost host, crypto::Sealer sealer);
    [[nodiscard]] Outcome<Instance*> findInstance(const Json& request) const;

    const ServiceHost host_;
    const crypto::Sealer sealer_;
    std::string default_instance_;
    std::stop_source closing_;
    Attendance attendance_;
    std::map<std::string, std::unique_ptr<Instance>> instances_;  // constant once created
};

}  // namespace toolhost::servicenow
