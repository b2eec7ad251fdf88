#include "worker/worker.hpp"

#include <cstdlib>
#include <unistd.h>
#include <utility>

#include "boundary/local_plugin.hpp"
#include "worker/hello.hpp"
#include "worker/remote_call.hpp"
#include "worker/remote_services.hpp"

namespace toolhost::worker {
namespace {

using boundary::encode;
using boundary::FrameType;

const char* saysSandbox(bool has_landlock) {
    return has_landlock ? "" : "the kernel has no Landlock: the plugin's process may read files";
}

std::vector<std::string> oneNumber(bool value) {
    return {value ? "1" : "0"};
}

}  // namespace

base::Result<base::Done> Worker::serve() {
    const auto hello = connection_.read();
    if (!hello.ok()) return hello.error();
    const auto said = readHello(hello.value());
    if (!said.ok()) return said.error();
    if (const auto greeted = greet(hello.value()); !greeted.ok()) {
        connection_.send(encode(FrameType::Failed, hello.value().id, {greeted.error().what}));
        return base::Done{};  // the host has been told; there is nothing to serve
    }
    Crew crew(said.value().threads + 1, [this](Crew::Job& job) { return read(job); });
    crew.wait();
    _exit(EXIT_SUCCESS);  // the host is gone; a thread that is in the plugin might never come back
}

base::Result<base::Done> Worker::greet(const boundary::Frame& frame) {
    auto hello = readHello(frame);
    if (!hello.ok()) return hello.error();
    const auto locked = lockIn(hello.value().limits, hello.value().plugin);
    if (!locked.ok()) return locked.error();
    auto services = std::make_shared<RemoteServices>(std::move(hello.value().grants), connection_);
    auto opened = boundary::LocalPlugin::open(hello.value().plugin, std::move(services));
    if (!opened.ok()) return opened.error();
    plugin_ = std::move(opened).value();
    const boundary::Description& description = plugin_->description();
    connection_.send(encode(FrameType::Done,
                            frame.id,
                            {description.id,
                             description.version,
                             description.config_schema,
                             saysSandbox(locked.value())}));
    return base::Done{};
}

bool Worker::read(Crew::Job& job) {
    const auto frame = connection_.read();
    if (!frame.ok()) return false;
    job = take(frame.value());
    return true;
}

Crew::Job Worker::take(const boundary::Frame& frame) {
    switch (frame.type) {
        case FrameType::Call:
            return takeCall(frame);
        case FrameType::Cancel:
            cancel(frame.id);
            return {};
        case FrameType::Probe:
            probe(frame.id);
            return {};
        case FrameType::Answer:
            connection_.deliver(frame);
            return {};
        default:
            return takeControl(frame);
    }
}

Crew::Job Worker::takeCall(const boundary::Frame& frame) {
    RemoteCall* call = RemoteCall::make(frame, connection_, live_);
    return [plugin = plugin_, call] {
        call->runIn(*plugin);
        call->release();
    };
}

void Worker::cancel(std::uint64_t id) {
    RemoteCall* call = live_.find(id);
    if (call == nullptr) return;
    call->cancel();
    plugin_->cancel(*call);
    call->release();
}

void Worker::probe(std::uint64_t id) {
    RemoteCall* call = live_.find(id);
    if (call == nullptr) return;
    call->sayIfStuck();
    call->release();
}

Crew::Job Worker::takeControl(const boundary::Frame& frame) {
    return [this, type = frame.type, id = frame.id, text = std::string(frame.part(0))] {
        const std::lock_guard lock(controlling_);
        const auto outcome = control(type, text);
        connection_.send(outcome.ok() ? encode(FrameType::Done, id, outcome.value())
                                      : encode(FrameType::Failed, id, {outcome.error().what}));
    };
}

base::Result<std::vector<std::string>> Worker::control(FrameType type, const std::string& text) {
    const auto nothingOr =
        [](const base::Result<base::Done>& outcome) -> base::Result<std::vector<std::string>> {
        if (!outcome.ok()) return outcome.error();
        return std::vector<std::string>();
    };
    switch (type) {
        case FrameType::Create:
            return nothingOr(plugin_->create(text));
        case FrameType::Reconfigure: {
            const auto taken = plugin_->reconfigure(text);
            if (!taken.ok()) return taken.error();
            return oneNumber(taken.value());
        }
        case FrameType::List:
            return plugin_->list(static_cast<std::uint32_t>(std::stoul('0' + text)));
        case FrameType::Health:
            return nothingOr(plugin_->health());
        case FrameType::Quiesce:
            return nothingOr(plugin_->quiesce());
        default:
            return base::Error{"the host sent a frame this worker does not know"};
    }
}

}  // namespace toolhost::worker
