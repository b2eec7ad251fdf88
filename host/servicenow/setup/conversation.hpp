#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "servicenow/attendance.hpp"
#include "servicenow/instance.hpp"
#include "servicenow/json_text.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// One user's talk with an instance, one request after the other, for commands that a person waits
/// for. Every function blocks.
class Conversation {
public:
    /// Checks the settings and loads the key they name; asks nothing yet.
    static base::Result<std::unique_ptr<Conversation>> open(const std::string& instance,
                                                            const InstanceSettings& settings,
                                                            std::string user,
                                                            Surroundings host);
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;
    ~Conversation();

    /// What proves the user, obtained from the instance where the grant needs that.
    [[nodiscard]] Outcome<Proof> prove();

    [[nodiscard]] Outcome<ApiReply> ask(ApiRequest request);

    /// The rows of a table that match an encoded query, as stored: at most `limit`.
    [[nodiscard]] Outcome<Json> rows(const std::string& table,
                                     const std::string& query,
                                     const std::string& fields,
                                     int limit = 10);

private:
    Conversation(std::string user, Surroundings host);
    [[nodiscard]] Caller caller();

    const std::string user_;
    const Surroundings host_;
    Attendance attendance_;
    std::stop_source closing_;
    std::unique_ptr<Instance> instance_;
};

}  // namespace toolhost::servicenow
