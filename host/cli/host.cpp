#include "cli/host.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "config/load.hpp"
#include "stdio/channel.hpp"

namespace toolhost::cli {
namespace {

constexpr std::chrono::seconds kDrainPatience{10};

std::string originOf(const identity::Addresses& addresses) {
    return addresses.issuer;
}

/// The instances as people know them: "dev (dev12345.service-now.com)".
std::vector<std::string> instanceNames(const servicenow::Settings& settings) {
    std::vector<std::string> names;
    for (const auto& [name, instance] : settings.instances) {
        const auto scheme = instance.url.find("://");
        const auto host =
            scheme == std::string::npos ? instance.url : instance.url.substr(scheme + 3);
        names.push_back(name + " (" + host + ')');
    }
    return names;
}

}  // namespace

base::Result<std::unique_ptr<Host>> Host::start(const config::Settings& settings,
                                                Front front,
                                                const control::Ownership& ownership,
                                                Surroundings surroundings) {
    std::unique_ptr<Host> host(new Host(settings, std::move(surroundings)));
    if (auto opened = host->openState(front); !opened.ok()) return opened.error();
    if (auto loaded = host->loadTools(); !loaded.ok()) return loaded.error();
    if (front == Front::Http) {
        if (auto opened = host->openFront(); !opened.ok()) return opened.error();
    }
    if (auto opened = host->openControl(ownership); !opened.ok()) return opened.error();
    host->is_running_ = true;
    host->record("system.start");
    return host;
}

Host::Host(const config::Settings& settings, Surroundings surroundings)
    : settings_(settings),
      surroundings_(std::move(surroundings)),
      clock_(surroundings_.clock),
      log_(surroundings_.log) {}

Host::~Host() {
    stop();
    // A start that failed half-way may have taken up tasks, which use both.
    if (tasks_) tasks_->stop(std::chrono::milliseconds(0));
    if (runner_) runner_->drain(std::chrono::milliseconds(0));
}

/// The listener is bound first: the issuer of tokens names its port.
base::Result<base::Done> Host::openState(Front front) {
    std::uint16_t port = settings_.http.port;
    if (front == Front::Http) {
        auto server = http::Server::listen(settings_.http, log_);
        if (!server.ok()) return server.error();
        server_ = std::move(server).value();
        port = server_->port();
    }
    auto addresses = addressesFor(settings_, port);
    if (!addresses.ok()) return addresses.error();
    auto state = State::open(settings_, clock_, log_);
    if (!state.ok()) return state.error();
    state_ = std::move(state).value();
    authority_ = std::make_unique<Authority>(
        std::move(addresses).value(), settings_.identity, *state_, clock_, log_);
    desk_ = std::make_unique<OperatorDesk>(
        *state_, *authority_, settings_.identity, clock_, pluginControls());
    return base::Done{};
}

PluginControls Host::pluginControls() {
    return {.verdicts = [this] { return plugins_->verdicts(); },
            .reload = [this](const auto& anew) { return reload(anew); },
            .roll_back =
                [this](const std::string& name, const std::optional<std::string>& version) {
                    return plugins_->rollBack(name, version);
                }};
}

base::Result<base::Done> Host::loadTools() {
    outbound_ = std::make_unique<outbound::Client>(settings_.outbound, clock_, log_);
    auto of_servicenow = settings_.servicenow;
    of_servicenow.cursor_key_file = settings_.store.state_dir / "keys" / "cursors.key";
    auto service = servicenow::Service::create(
        std::move(of_servicenow),
        {*outbound_, clock_, log_, [this](const auto& use) { return state_->record(use); }});
    if (!service.ok()) return service.error();
    servicenow_ = std::move(service).value();
    auto shared = loader::SharedServices::open({.database = state_->database(),
                                                .trail = state_->trail(),
                                                .outbound = *outbound_,
                                                .metrics = metrics_,
                                                .clock = clock_,
                                                .log = log_,
                                                .state_dir = settings_.store.state_dir,
                                                .events = &plugin_events_});
    if (!shared.ok()) return shared.error();
    plugin_services_ = std::move(shared).value();
    runner_ = std::make_unique<calls::Runner>(settings_.calls, state_->trail(), clock_, log_);
    auto plugins =
        loader::Plugins::start(settings_.loader,
                               {*servicenow_, clock_, log_, plugin_services_.get()},
                               {.memory = {settings_.store.state_dir,
                                           &state_->plugins(),
                                           loader::Admission::Purpose::Serve},
                                .witness = [this](std::string_view event, const auto& verdict) {
                                    record(event, verdict);
                                }});
    if (!plugins.ok()) return plugins.error();
    plugins_ = std::move(plugins).value();
    if (auto opened = openTasks(); !opened.ok()) return opened;
    return openEndpoint();
}

base::Result<base::Done> Host::openTasks() {
    auto tasks = tasks::Tasks::open(settings_.tasks, {state_->database(), *runner_, clock_, log_});
    if (!tasks.ok()) return tasks.error();
    tasks_ = std::move(tasks).value();
    return base::Done{};
}

base::Result<base::Done> Host::openEndpoint() {
    auto sealer = crypto::Sealer::ensure(settings_.store.state_dir / "keys" / "questions.key");
    if (!sealer.ok()) return sealer.error();
    endpoint_ = std::make_unique<mcp::Endpoint>(
        plugins_->catalogue(), *runner_, sealer.value(), clock_, log_, settings_.mcp);
    endpoint_->serveTasks(*tasks_);
    if (auto resumed = tasks_->resume(*plugins_->catalogue()); !resumed.ok()) return resumed;
    return plugins_->follow(
        {.catalogue = [this](const auto& catalogue) { endpoint_->offer(catalogue); },
         .resource = [this](const auto& uri) { endpoint_->resourceUpdated(uri); }});
}

base::Result<base::Done> Host::openAuthorizationServer() {
    auto sealer = crypto::Sealer::ensure(settings_.store.state_dir / "keys" / "authorization.key");
    if (!sealer.ok()) return sealer.error();
    settings_.oauth.instances = instanceNames(settings_.servicenow);
    authorization_server_ =
        std::make_unique<oauth::Endpoints>(oauth::ServerParts{.addresses = authority_->addresses,
                                                              .token_settings = settings_.identity,
                                                              .settings = settings_.oauth,
                                                              .keys = state_->keys(),
                                                              .clients = state_->clients(),
                                                              .users = state_->users(),
                                                              .revocations = state_->revocations(),
                                                              .access_tokens = authority_->tokens,
                                                              .issuer = authority_->issuer,
                                                              .database = state_->database(),
                                                              .trail = state_->trail(),
                                                              .outbound = outbound_.get(),
                                                              .clock = clock_,
                                                              .log = log_},
                                           sealer.value());
    return base::Done{};
}

base::Result<base::Done> Host::openFront() {
    if (auto opened = openAuthorizationServer(); !opened.ok()) return opened;
    http::OriginPolicy origins(originOf(authority_->addresses),
                               settings_.http.allowed_origins,
                               http::isLoopback(settings_.http.host));
    gate_ = std::make_unique<http::Gate>(
        authority_->authenticator,
        http::Gate::Rules{std::move(origins), settings_.http.servicenow_token_field},
        clock_,
        log_);
    sse_route_ = std::make_unique<http::SseRoute>(*endpoint_, *gate_);
    mcp_route_ = std::make_unique<http::McpRoute>(*endpoint_, *gate_, *sse_route_);
    router_ = std::make_unique<http::Router>(
        settings_.http, *gate_, *mcp_route_, *sse_route_, *authorization_server_);
    if (auto started = server_->start(*router_); !started.ok()) return started.error();
    if (settings_.identity.authentication == identity::Authentication::Off) {
        log_.warning(
            "identity.authentication.off",
            {{"meaning", "every process of this machine may call every tool without a token"},
             {"remedy", "set auth.mode = required"}});
    }
    return base::Done{};
}

base::Result<base::Done> Host::openControl(const control::Ownership& ownership) {
    auto control = control::Server::start(
        ownership,
        {.command = [this](std::string_view request,
                           const control::Peer& peer) { return desk_->answer(request, peer); },
         .stream =
             [this](int socket, const control::Peer& peer) {
                 stdio::serveLines(*endpoint_, localPrincipal(peer), {.in = socket, .out = socket});
             }},
        log_);
    if (!control.ok()) return control.error();
    control_ = std::move(control).value();
    return base::Done{};
}

std::string Host::url() const {
    return (settings_.http.speaksTls() ? "https://" : "http://") + settings_.http.host + ':' +
           std::to_string(server_->port());
}

std::shared_ptr<const identity::Principal> Host::localPrincipal(const control::Peer& peer) const {
    return localCaller(peer, settings_.stdio);
}

base::Result<std::vector<loader::Verdict>> Host::reload(const std::optional<std::string>& anew) {
    const auto settings = surroundings_.read_settings();
    if (!settings) return base::Error{"the configuration is wrong; toolhost check-config says how"};
    for (const auto& difference : config::differences(settings_, *settings)) {
        log_.info("config.key.changed",
                  {{"key", difference.key},
                   {"taken_up", difference.taken_up_at_hangup ? "now" : "at the next start"}});
    }
    log_.setLeast(settings->log_level);
    if (server_) reloadCertificate(settings->http);
    return plugins_->reload(settings->loader, anew);
}

void Host::reloadCertificate(const http::Settings& settings) {
    const auto reloaded = server_->reloadCertificate(settings);
    if (reloaded.ok()) return;
    log_.error("http.certificate.not_reloaded", {{"reason", reloaded.error().what}});
}

bool Host::stop() {
    if (!std::exchange(is_running_, false)) return true;
    plugins_->stopFollowing();
    if (server_) server_->stopAccepting();
    endpoint_->close();
    const auto until = std::chrono::steady_clock::now() + kDrainPatience;
    tasks_->stop(kDrainPatience);
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        until - std::chrono::steady_clock::now());
    const bool is_quiet = runner_->drain(std::max(left, std::chrono::milliseconds(0)));
    if (server_) server_->stop();
    control_.reset();
    record("system.stop");
    if (!is_quiet) log_.error("calls.plugin.stuck", {{"meaning", "plugin code does not end"}});
    return is_quiet;
}

void Host::record(std::string_view type, const loader::Verdict& verdict) {
    audit::Event event;
    const bool serves = verdict.serves();
    event.type = type;
    event.outcome = serves ? audit::Outcome::Ok : audit::Outcome::Denied;
    event.target = verdict.id.empty() ? verdict.file : verdict.id;
    event.details = {{"file", verdict.file},
                     {"version", verdict.version},
                     {"sha256", verdict.sha256},
                     {"signer", verdict.signer}};
    for (const auto& caution : verdict.cautions) {
        event.details["warning_" + caution.rule] = caution.what;
    }
    if (!serves) {
        event.details["rule"] = verdict.rule;
        event.details["reason"] = verdict.refusal;
        if (!verdict.still_serving.empty()) event.details["serves_on"] = verdict.still_serving;
    }
    record(std::move(event));
}

void Host::record(const std::string& type) {
    audit::Event event;
    event.type = type;
    event.target = "toolhost";
    if (server_) event.details["url"] = url();
    record(std::move(event));
}

void Host::record(audit::Event event) {
    event.actor = principalOf(thisUser());
    const auto taken = state_->trail().append(event, {});
    if (!taken.ok()) {
        log_.error("audit.event.lost", {{"type", event.type}, {"reason", taken.error().what}});
    }
}

}  // namespace toolhost::cli
