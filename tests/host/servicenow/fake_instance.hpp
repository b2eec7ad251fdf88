#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "loopback_server.hpp"

namespace toolhost::servicenow {

inline constexpr const char* kTokens = "/oauth_token.do";
inline constexpr const char* kIncidents = "/api/now/table/incident";

/// Where the incident is whose sys_id is 32 times 'a'.
std::string incidentPath();

/// The request for it.
nlohmann::json getIncident();

/// The answer to that, on an instance that has it.
tests::Answer incident(const tests::SeenRequest& seen);

/// A scripted instance: gives every user a token, knows the tables incident (which extends task),
/// task and sys_user, and answers everything else as a test says.
class FakeInstance {
public:
    using Handler = tests::LoopbackServer::Handler;

    FakeInstance();

    /// Answers a path (without its query) from now on, instead of what it does by itself. A handler
    /// that returns nothing holds the request until server().answerHeld().
    void on(const std::string& path, Handler handler);

    [[nodiscard]] const tests::LoopbackServer& server() const { return server_; }
    [[nodiscard]] tests::LoopbackServer& server() { return server_; }
    [[nodiscard]] std::string url() const { return server_.url(); }
    /// The requests to a path, in order.
    [[nodiscard]] std::vector<tests::SeenRequest> requestsTo(const std::string& path) const;

private:
    [[nodiscard]] std::optional<tests::Answer> react(const tests::SeenRequest& seen);

    mutable std::mutex mutex_;
    std::map<std::string, Handler> handlers_;  // guarded by mutex_
    tests::LoopbackServer server_;             // last: it calls react()
};

/// 200 with {"result": …}; X-Total-Count when `total` is given.
tests::Answer result(const nlohmann::json& value, std::optional<int> total = std::nullopt);

/// ServiceNow's error body.
tests::Answer refusal(int status, const std::string& message, const nlohmann::json& detail = {});

/// The claims of an assertion, unchecked.
nlohmann::json claimsOf(const std::string& jwt);

}  // namespace toolhost::servicenow
