#include "loader/workers/worker_plugin.hpp"

#include <cstdlib>
#include <future>
#include <utility>

#include "base/thread.hpp"
#include "loader/workers/process.hpp"

namespace toolhost::loader {
namespace {

using boundary::encode;
using boundary::Frame;
using boundary::FrameType;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr seconds kControlPatience{15};
constexpr milliseconds kEndPatience{500};
/// From the moment nobody waits for a call until the worker is asked whether it is stuck in it.
constexpr seconds kAfterCancel{2};

double real(std::string_view text) {
    return std::strtod(std::string(text).c_str(), nullptr);
}

std::vector<std::string> callParts(const boundary::Call& call) {
    std::vector<std::string> parts{std::to_string(call.remaining().count())};
    for (std::uint32_t name = TOOLHOST_CALL_NAME; name <= TOOLHOST_CALL_STATE; ++name)
        parts.emplace_back(call.field(name).value_or(std::string_view()));
    return parts;
}

}  // namespace

base::Result<std::unique_ptr<WorkerPlugin>> WorkerPlugin::open(boundary::Hello hello,
                                                               Environment environment) {
    std::unique_ptr<WorkerPlugin> plugin(
        new WorkerPlugin(std::move(hello), std::move(environment)));
    plugin->supervisor_ = std::thread([self = plugin.get()] { self->supervise(); });
    std::unique_lock lock(plugin->mutex_);
    const bool in_time = plugin->changed_.wait_for(
        lock, kControlPatience, [&] { return plugin->said_.has_value(); });
    if (!in_time) return base::Error{"its process did not load it in time"};
    const ControlReplies::Parts said = *plugin->said_;
    lock.unlock();
    if (!said.ok()) return said.error();
    const auto part = [&said](std::size_t position) {
        return position < said.value().size() ? said.value()[position] : std::string();
    };
    plugin->description_ = {part(0), part(1), part(2)};
    if (!part(3).empty()) plugin->environment_.services->log(TOOLHOST_LOG_WARNING, part(3));
    return plugin;
}

WorkerPlugin::WorkerPlugin(boundary::Hello hello, Environment environment)
    : hello_(std::move(hello)), environment_(std::move(environment)) {}

WorkerPlugin::~WorkerPlugin() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        if (link_) link_->close("the host lets it go");
    }
    changed_.notify_all();
    supervisor_.join();
}

// ---- lives

void WorkerPlugin::supervise() {
    base::nameThisThread("plugin-worker");
    for (;;) {
        const std::string end = liveOnce();
        {
            const std::lock_guard lock(mutex_);
            not_ready_ = "is being started again, because its process ended (" + end + ')';
            link_.reset();
            if (!said_) said_ = base::Error{end};  // it never got so far
            changed_.notify_all();
        }
        const milliseconds pause = restarts_.pauseAfter(environment_.clock.steady());
        bury(end);
        if (!waitFor(pause)) return;
    }
}

/// One process from its start to its end, and how it ended.
std::string WorkerPlugin::liveOnce() {
    auto started = WorkerProcess::start(environment_.program);
    if (!started.ok()) return started.error().what;
    const std::shared_ptr<WorkerProcess> process = std::move(started).value();
    const auto link = std::make_shared<WorkerLink>(process);
    {
        const std::lock_guard lock(mutex_);
        if (is_stopping_) return "the host is stopping";
        link_ = link;
    }
    greet(*link);
    const std::string why = link->pump(
        {.frame = [this](const Frame& frame) { take(frame); },
         .line =
             [this](std::string_view line) {
                 environment_.services->log(TOOLHOST_LOG_INFO, "wrote: " + std::string(line));
             },
         .tick = [this] { watchCancelled(); }});
    process->hangUp();
    return why + ": " + process->reap(kEndPatience);
}

void WorkerPlugin::greet(WorkerLink& link) {
    const std::uint64_t id =
        replies_.expect([this](const ControlReplies::Parts& said) { greeted(said); });
    link.send(boundary::encodeHello(hello_, id));
}

/// The first greeting is for open() to judge; after a restart the instance is made anew.
void WorkerPlugin::greeted(const ControlReplies::Parts& said) {
    std::optional<std::string> config;
    {
        const std::lock_guard lock(mutex_);
        if (!said_) said_ = said;
        config = config_;
        changed_.notify_all();
    }
    if (!config) return;
    if (said.ok()) return createAgain(*config);
    environment_.services->log(TOOLHOST_LOG_ERROR, "cannot be loaded again: " + said.error().what);
}

void WorkerPlugin::createAgain(const std::string& config_json) {
    const std::uint64_t id = replies_.expect([this](const ControlReplies::Parts& made) {
        becomeReady(made.ok(), made.ok() ? "" : "cannot be started: " + made.error().what);
        if (made.ok()) environment_.on_incident({"plugin.started", "again"});
    });
    send(encode(FrameType::Create, id, {config_json}));
}

/// Nobody who waited for the process waits in vain.
void WorkerPlugin::bury(const std::string& reason) {
    bool is_crash = false;
    {
        const std::lock_guard lock(mutex_);
        is_crash = !is_stopping_ && config_;
    }
    if (is_crash) environment_.on_incident({"plugin.crashed", reason});
    replies_.abandon(base::Error{"its process ended: " + reason});
    for (boundary::Call* call : calls_.takeAll()) {
        call->fail(TOOLHOST_FAILURE_TOOL,
                   "The plugin's process ended during the call (" + reason +
                       "). Whether the call had an effect is not known; look before trying again.");
        call->release();
    }
}

/// False when the host lets the plugin go meanwhile.
bool WorkerPlugin::waitFor(milliseconds pause) {
    std::unique_lock lock(mutex_);
    return !changed_.wait_for(lock, pause, [this] { return is_stopping_; });
}

void WorkerPlugin::becomeReady(bool is_ready, const std::string& why) {
    const std::lock_guard lock(mutex_);
    not_ready_ = is_ready ? std::string() : why;
}

// ---- what the worker says

void WorkerPlugin::take(const Frame& frame) {
    boundary::Services& services = *environment_.services;
    switch (frame.type) {
        case FrameType::Done:
        case FrameType::Failed:
            return replies_.deliver(frame);
        case FrameType::Log:
            return services.log(static_cast<std::int32_t>(frame.number(0)), frame.part(1));
        case FrameType::Measure:
            services.measure({static_cast<std::uint32_t>(frame.number(0)),
                              frame.part(1),
                              frame.part(2),
                              real(frame.part(3))});
            return;
        case FrameType::Raise:
            services.raise(static_cast<std::uint32_t>(frame.number(0)), frame.part(1));
            return;
        case FrameType::Refused:
            return services.refused(frame.part(0));
        case FrameType::Ask:
            return answerQuestion(frame);
        case FrameType::Stuck:
            return stuck(frame);
        case FrameType::Release:
            return calls_.release(frame.id);
        default:
            break;
    }
    boundary::Call* call = calls_.find(frame.id);
    if (call == nullptr) return;  // answered in the plugin's place, and gone
    takeOfCall(frame, *call);
    call->release();
}

void WorkerPlugin::takeOfCall(const Frame& frame, boundary::Call& call) {
    switch (frame.type) {
        case FrameType::Finish:
            call.finish(frame.part(0));
            return;
        case FrameType::Fail:
            call.fail(static_cast<std::uint32_t>(frame.number(0)), frame.part(1));
            return;
        case FrameType::NeedInput:
            call.needInput(frame.part(0), frame.part(1));
            return;
        case FrameType::Progress:
            call.report({real(frame.part(0)), real(frame.part(1)), frame.part(2)});
            return;
        case FrameType::Partial:
            call.addPartial(frame.part(0));
            return;
        case FrameType::Misbehaved:
            call.misbehaved(std::string(frame.part(0)));
            return;
        default:
            return;
    }
}

void WorkerPlugin::answerQuestion(const Frame& frame) {
    std::shared_ptr<WorkerLink> link;
    {
        const std::lock_guard lock(mutex_);
        link = link_;
    }
    const auto reply = [link, id = frame.id](
                           toolhost_status status, std::string_view json, std::string_view bytes) {
        link->send(encode(FrameType::Answer, id, {std::to_string(status), json, bytes}));
    };
    const auto call_id = static_cast<std::uint64_t>(frame.number(0));
    boundary::Call* call = call_id == 0 ? nullptr : calls_.find(call_id);
    const toolhost_status status =
        call_id != 0 && call == nullptr
            ? TOOLHOST_E_STATE
            : environment_.services->ask({frame.part(1), call, frame.part(2), frame.part(3)},
                                         reply);
    if (call != nullptr) call->release();
    if (status != TOOLHOST_PENDING) {
        reply(status < 0 ? status : TOOLHOST_E_FAILED,
              R"({"error":{"kind":"refused","message":"the host did not take the request"}})",
              {});
    }
}

/// Calls that nobody waits for any more, but that the plugin still holds.
void WorkerPlugin::watchCancelled() {
    for (const std::uint64_t id : calls_.takeOverdue(environment_.clock.steady() - kAfterCancel)) {
        send(encode(FrameType::Probe, id, {}));
    }
}

void WorkerPlugin::stuck(const Frame& frame) {
    boundary::Call* call = calls_.find(frame.id);
    if (call == nullptr) return;
    call->release();
    const std::lock_guard lock(mutex_);
    if (link_) link_->close("a call went on though nobody waited for it any more");
}

// ---- what the host asks

base::Result<base::Done> WorkerPlugin::create(std::string_view config_json) {
    {
        const std::lock_guard lock(mutex_);
        config_ = config_json;
    }
    const auto created = control(FrameType::Create, {std::string(config_json)});
    if (!created.ok()) return created.error();
    becomeReady(true, {});
    return base::Done{};
}

base::Result<bool> WorkerPlugin::reconfigure(std::string_view config_json) {
    const auto taken = control(FrameType::Reconfigure, {std::string(config_json)});
    if (!taken.ok()) return taken.error();
    if (taken.value() != std::vector<std::string>{"1"}) return false;
    const std::lock_guard lock(mutex_);
    config_ = config_json;
    return true;
}

base::Result<std::vector<std::string>> WorkerPlugin::list(std::uint32_t kind) {
    return control(FrameType::List, {std::to_string(kind)});
}

base::Result<base::Done> WorkerPlugin::health() {
    const auto well = control(FrameType::Health, {});
    if (!well.ok()) return well.error();
    return base::Done{};
}

base::Result<base::Done> WorkerPlugin::quiesce() {
    const auto quiet = control(FrameType::Quiesce, {});
    if (!quiet.ok()) return quiet.error();
    return base::Done{};
}

base::Result<std::string> WorkerPlugin::describeAgain() {
    const auto said = control(FrameType::Describe, {});
    if (!said.ok()) return said.error();
    return said.value().empty() ? std::string() : said.value().front();
}

base::Result<base::Done> WorkerPlugin::live(std::size_t lives, std::string_view config_json) {
    const auto lived = control(FrameType::Live, {std::string(config_json), std::to_string(lives)});
    if (!lived.ok()) return lived.error();
    return base::Done{};
}

pid_t WorkerPlugin::process() {
    const std::lock_guard lock(mutex_);
    return link_ ? link_->process() : 0;
}

base::Result<toolhost_status> WorkerPlugin::call(boundary::Call& call) {
    std::string why;
    {
        const std::lock_guard lock(mutex_);
        why = not_ready_;
        if (why.empty()) {  // under the lock, so that bury() finds every call that was taken
            const std::uint64_t id = calls_.add(call);
            link_->send(encode(FrameType::Call, id, callParts(call)));
            // The hint may have come before the call was in the table.
            if (call.isCancelled()) link_->send(encode(FrameType::Cancel, id, {}));
            return TOOLHOST_PENDING;
        }
    }
    call.fail(TOOLHOST_FAILURE_TOOL, "The plugin " + why + ". Try again in a moment.");
    return TOOLHOST_OK;
}

void WorkerPlugin::cancel(boundary::Call& call) {
    const std::uint64_t id = calls_.markCancelled(call, environment_.clock.steady());
    if (id != 0) send(encode(FrameType::Cancel, id, {}));
}

ControlReplies::Parts WorkerPlugin::control(FrameType type, const std::vector<std::string>& parts) {
    const auto promise = std::make_shared<std::promise<ControlReplies::Parts>>();
    auto answer = promise->get_future();
    const std::uint64_t id = replies_.expect(
        [promise](ControlReplies::Parts told) { promise->set_value(std::move(told)); });
    send(encode(type, id, parts));
    if (answer.wait_for(kControlPatience) == std::future_status::ready) return answer.get();
    return base::Error{"the plugin did not answer its host in time"};
}

void WorkerPlugin::send(std::string_view frame) {
    std::shared_ptr<WorkerLink> link;
    {
        const std::lock_guard lock(mutex_);
        link = link_;
    }
    if (link) link->send(frame);
}

}  // namespace toolhost::loader
