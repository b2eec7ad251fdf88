#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "calls/runner.hpp"
#include "cli/operator_desk.hpp"
#include "cli/state.hpp"
#include "config/settings.hpp"
#include "control/ownership.hpp"
#include "control/server.hpp"
#include "http/mcp_route.hpp"
#include "http/router.hpp"
#include "http/server.hpp"
#include "loader/plugins.hpp"
#include "loader/services/shared_services.hpp"
#include "mcp/endpoint.hpp"
#include "oauth/endpoints.hpp"
#include "outbound/client.hpp"
#include "servicenow/service.hpp"
#include "tasks/tasks.hpp"
#include "telemetry/registry.hpp"

namespace toolhost::cli {

/// Whether the host listens for HTTP, or serves one stdio client.
enum class Front { Http, Stdio };

/// What is around a host. Its references outlive it.
struct Surroundings {
    const base::Clock& clock;
    base::Log& log;
    /// Reads the configuration again; nothing when it is wrong, which is then said. From any
    /// thread.
    std::function<std::optional<config::Settings>()> read_settings;
};

/// All rooms, built bottom-up and taken down in reverse. The one place where they meet.
class Host {
public:
    /// Ownership outlives it.
    static base::Result<std::unique_ptr<Host>> start(const config::Settings& settings,
                                                     Front front,
                                                     const control::Ownership& ownership,
                                                     Surroundings surroundings);
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;
    /// Stops.
    ~Host();

    /// "http://127.0.0.1:8080": where it listens. Only with Front::Http.
    [[nodiscard]] std::string url() const;

    [[nodiscard]] mcp::Endpoint& endpoint() { return *endpoint_; }

    /// The caller that a process of this machine is.
    [[nodiscard]] std::shared_ptr<const identity::Principal> localPrincipal(
        const control::Peer& peer) const;

    /// Reads the configuration again, takes up what may change while the host runs, plugins among
    /// it, and says of the rest that it needs a restart. An error says why all stays as it was. See
    /// loader::Plugins::reload. [any thread]
    base::Result<std::vector<loader::Verdict>> reload(const std::optional<std::string>& anew = {});

    /// Takes no new work and lets what is under way end. False when plugin code would not.
    bool stop();

private:
    Host(const config::Settings& settings, Surroundings surroundings);

    base::Result<base::Done> openState(Front front);
    base::Result<base::Done> loadTools();
    base::Result<base::Done> openFront();
    void reloadCertificate(const http::Settings& settings);
    base::Result<base::Done> openAuthorizationServer();
    base::Result<base::Done> openControl(const control::Ownership& ownership);
    base::Result<base::Done> openTasks();
    base::Result<base::Done> openEndpoint();
    PluginControls pluginControls();
    void record(std::string_view event, const loader::Verdict& verdict);
    void record(const std::string& type);
    void record(audit::Event event);

    config::Settings settings_;
    const Surroundings surroundings_;
    const base::Clock& clock_;
    base::Log& log_;
    std::unique_ptr<http::Server> server_;
    std::unique_ptr<State> state_;
    std::unique_ptr<Authority> authority_;
    std::unique_ptr<OperatorDesk> desk_;
    std::unique_ptr<outbound::Client> outbound_;
    std::unique_ptr<servicenow::Service> servicenow_;
    telemetry::Registry metrics_;
    loader::EventInbox plugin_events_;
    std::unique_ptr<loader::SharedServices> plugin_services_;
    std::unique_ptr<calls::Runner> runner_;
    std::unique_ptr<tasks::Tasks> tasks_;
    std::unique_ptr<loader::Plugins> plugins_;
    std::unique_ptr<mcp::Endpoint> endpoint_;
    std::unique_ptr<oauth::Endpoints> authorization_server_;
    std::unique_ptr<http::Gate> gate_;
    std::unique_ptr<http::SseRoute> sse_route_;
    std::unique_ptr<http::McpRoute> mcp_route_;
    std::unique_ptr<http::Router> router_;
    std::unique_ptr<control::Server> control_;
    bool is_running_ = false;
};

}  // namespace toolhost::cli
