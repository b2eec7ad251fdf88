#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "simulator/instance.hpp"
#include "simulator/settings.hpp"

namespace toolhost::sim {

/// Settings of a small instance with the built-in schema.
InstanceSettings smallInstance();

/// A small seeded instance, called without sockets, whose clock stands still until it is moved.
class InstanceFixture : public testing::Test {
protected:
    /// Starts again with other settings.
    void restart(const InstanceSettings& settings);

    Reply send(const std::string& method,
               const std::string& target,
               const std::string& user = "beth.anglin",
               const std::string& body = {});
    Reply get(const std::string& target, const std::string& user = "beth.anglin") {
        return send("GET", target, user);
    }
    Reply sendRequest(Request request) { return instance_->answer(std::move(request)); }

    /// The `result` of a GET that must succeed.
    nlohmann::json result(const std::string& target, const std::string& user = "beth.anglin");
    /// The rows of a table that match an encoded query; every status but 200 fails the test.
    nlohmann::json rows(const std::string& table,
                        const std::string& query,
                        const std::string& more = {});
    /// How many rows of a table match an encoded query.
    long long count(const std::string& table, const std::string& query);
    /// Creates a record as the user and returns the `result`.
    nlohmann::json create(const std::string& table,
                          const nlohmann::json& fields,
                          const std::string& user = "beth.anglin");
    Reply patch(const std::string& table,
                const nlohmann::json& record,
                const nlohmann::json& fields,
                const std::string& user = "beth.anglin");

    Seconds now_ = std::chrono::sys_days(std::chrono::year(2026) / std::chrono::July / 1);
    std::ostringstream log_text_;
    Log log_{log_text_, Verbosity::Quiet};
    std::unique_ptr<Instance> instance_;

    InstanceFixture() { restart(smallInstance()); }
};

/// A request whose target is a path with an optional query.
Request requestTo(const std::string& method, const std::string& target);
/// A header of the reply, or "".
std::string header(const Reply& reply, std::string_view name);
/// The Authorization of a user whose password is the user name.
std::string basicOf(const std::string& user);
/// The body of a reply as JSON.
nlohmann::json bodyOf(const Reply& reply);
/// `error.message` and `error.detail` of a reply, with " | " between.
std::string complaint(const Reply& reply);

}  // namespace toolhost::sim
