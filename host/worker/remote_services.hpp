#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "boundary/services.hpp"
#include "worker/connection.hpp"

namespace toolhost::worker {

/// What the plugin may use of the host, as the host said at the start.
struct Grants {
    std::set<std::string, std::less<>> interfaces;
    std::map<std::string, std::string> config;
};

/// The host's services over the connection; a plugin's tasks run on threads of the worker.
class RemoteServices final : public boundary::Services {
public:
    /// The connection outlives it.
    RemoteServices(Grants grants, Connection& connection);

    [[nodiscard]] bool grants(std::string_view interface_id) override;
    void log(std::int32_t level, std::string_view message) override;
    [[nodiscard]] std::optional<std::string> config(std::string_view key) const override;
    toolhost_status measure(const boundary::Measurement& measurement) override;
    toolhost_status raise(std::uint32_t event, std::string_view subject) override;
    toolhost_status run(const boundary::Task& task) override;
    toolhost_status ask(const boundary::Request& request, boundary::Replied replied) override;

private:
    const Grants grants_;
    Connection& connection_;
};

}  // namespace toolhost::worker
