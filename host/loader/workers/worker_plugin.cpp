#include "loader/workers/worker_plugin.hpp"

#include <cstdlib>
#include <future>
#include <limits>
#include <utility>

#include "base/thread.hpp"
#include "loader/workers/process.hpp"
#include "loader/workers/worker_voice.hpp"

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

std::vector<std::string> callParts(const boundary::Call& call) {
    std::vector<std::string> parts{std::to_string(call.remaining().count())};
    for (std::uint32_t name = TOOLHOST_CALL_NAME; name <= TOOLHOST_CALL_STREAM; ++name)
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
    : hello_(std::move(hello)),
      environment_(std::move(environment)),
      slumber_(environment_.idle_stop) {}

WorkerPlugin::~WorkerPlugin() {
    endInstance();
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
        if (link_) link_->close("the host lets it go");
    }
    changed_.notify_all();
    supervisor_.join();
}

/// As far as there is one, and it does so in time.
void WorkerPlugin::endInstance() {
    {
        const std::lock_guard lock(mutex_);
        if (!config_ || !not_ready_.empty()) return;
        not_ready_ = "is being let go";
    }
    const auto ended = control(FrameType::End, {});
    if (!ended.ok()) {
        environment_.services->log(TOOLHOST_LOG_WARNING,
                                   "the plugin did not end: " + ended.error().what);
    }
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
        if (sleep()) continue;
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
    WorkerVoice voice(link, *environment_.services, calls_, replies_);
    const std::string why = link->pump(
        {.frame = [&voice](const Frame& frame) { voice.take(frame); },
         .line =
             [this](std::string_view line) {
                 environment_.services->log(TOOLHOST_LOG_INFO, "wrote: " + std::string(line));
             },
         .tick =
             [this, &voice] {
                 voice.askAfterCancelled(environment_.clock.steady() - kAfterCancel);
                 fallAsleepIfIdle();
             }});
    process->hangUp();
    return why + ": " + process->reap(kEndPatience);
}

void WorkerPlugin::greet(WorkerLink& link) {
    const std::uint64_t id =
        replies_.expect([this](const ControlReplies::Parts& said) { greeted(said); });
    const std::lock_guard lock(mutex_);
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
    auto lost = calls_.takeAll();
    {
        const std::lock_guard lock(mutex_);
        const auto waited = slumber_.wake();
        lost.insert(lost.end(), waited.begin(), waited.end());
        changed_.notify_all();
    }
    for (boundary::Call* call : lost) {
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

/// If it was let go for want of calls: waits until there is one, or the host lets it go for good.
bool WorkerPlugin::sleep() {
    std::unique_lock lock(mutex_);
    if (!slumber_.isAsleep()) return false;
    changed_.wait(lock, [this] { return is_stopping_ || slumber_.isCalled(); });
    return !is_stopping_;
}

/// From here on calls are taken, or turned away; those that waited first of all.
void WorkerPlugin::becomeReady(bool is_ready, const std::string& why) {
    std::vector<boundary::Call*> waited;
    {
        const std::lock_guard lock(mutex_);
        not_ready_ = is_ready ? std::string() : why;
        slumber_.used(environment_.clock.steady());
        waited = slumber_.wake();
        for (boundary::Call* call : waited) {
            if (is_ready) deliver(*call);
        }
        changed_.notify_all();
    }
    for (boundary::Call* call : waited) {
        if (!is_ready) call->fail(TOOLHOST_FAILURE_TOOL, "The plugin " + why + '.');
        call->release();
    }
}

/// Sends the call. Under the lock, so that bury() finds every call that was taken.
void WorkerPlugin::deliver(boundary::Call& call) {
    const std::uint64_t id = calls_.add(call);
    link_->send(encode(FrameType::Call, id, callParts(call)));
    // The hint may have come before the call was in the table.
    if (call.isCancelled()) link_->send(encode(FrameType::Cancel, id, {}));
    slumber_.used(environment_.clock.steady());
}

void WorkerPlugin::fallAsleepIfIdle() {
    std::shared_ptr<WorkerLink> link;
    {
        const std::lock_guard lock(mutex_);
        const auto now = environment_.clock.steady();
        if (calls_.size() > 0) slumber_.used(now);
        if (slumber_.isOverdue(now)) return link_->close("it did not end when nobody called it");
        if (!not_ready_.empty() || !slumber_.isDue(now)) return;
        not_ready_ = "is asleep";
        slumber_.fallAsleep(now);
        link = link_;
    }
    const auto close = [link](const ControlReplies::Parts&) { link->close("nobody calls it"); };
    link->send(encode(FrameType::End, replies_.expect(close), {}));
}

/// A process that was let go is started again; returns when it is there, or cannot be.
base::Result<base::Done> WorkerPlugin::wakeUp() {
    std::unique_lock lock(mutex_);
    if (!slumber_.isAsleep()) return base::Done{};
    slumber_.call();
    changed_.notify_all();
    const bool is_awake =
        changed_.wait_for(lock, kControlPatience, [this] { return !slumber_.isAsleep(); });
    if (is_awake) return base::Done{};
    return base::Error{"its process did not start again in time"};
}

// ---- what the host asks

base::Result<base::Done> WorkerPlugin::create(std::string_view config_json) {
    {
        const std::lock_guard lock(mutex_);
        config_ = config_json;
    }
    const auto created = control(
        FrameType::Create, {std::string(config_json)}, [this](const ControlReplies::Parts& made) {
            if (made.ok()) becomeReady(true, {});
        });
    if (!created.ok()) return created.error();
    return base::Done{};
}

base::Result<bool> WorkerPlugin::reconfigure(const boundary::Configuration& changed) {
    std::vector<std::string> parts{changed.json};
    for (const auto& [key, text] : changed.texts) {
        parts.insert(parts.end(), {key, text});
    }
    const auto taken = control(FrameType::Reconfigure, parts);
    if (!taken.ok()) return taken.error();
    if (taken.value() != std::vector<std::string>{"1"}) return false;
    const std::lock_guard lock(mutex_);
    config_ = changed.json;
    hello_.grants.config = changed.texts;
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

std::size_t WorkerPlugin::load() {
    const std::lock_guard lock(mutex_);
    const bool can_take = not_ready_.empty() || slumber_.isAsleep();
    return can_take ? calls_.size() : std::numeric_limits<std::size_t>::max();
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
        if (why.empty()) {
            deliver(call);
            return TOOLHOST_PENDING;
        }
        if (slumber_.isAsleep()) {
            slumber_.call(call);
            changed_.notify_all();
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

/// `first` gets the answer on supervisor_, before anything else that the process says.
ControlReplies::Parts WorkerPlugin::control(FrameType type,
                                            const std::vector<std::string>& parts,
                                            const ControlReplies::Answered& first) {
    if (const auto awake = wakeUp(); !awake.ok()) return awake.error();
    const auto promise = std::make_shared<std::promise<ControlReplies::Parts>>();
    auto answer = promise->get_future();
    const std::uint64_t id = replies_.expect([promise, first](ControlReplies::Parts told) {
        if (first) first(told);
        promise->set_value(std::move(told));
    });
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
