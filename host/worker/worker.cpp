#include "worker/worker.hpp"

#include <cstdlib>
#include <unistd.h>
#include <utility>

#include "worker/remote_call.hpp"
#include "worker/remote_services.hpp"
#include "worker/sandbox.hpp"

namespace toolhost::worker {
namespace {

using boundary::encode;
using boundary::FrameType;

const char* saysSandbox(bool has_landlock) {
    return has_landlock ? "" : "the kernel has no Landlock: the plugin's process may read files";
}

std::int64_t numberOf(const std::string& text) {
    return std::strtoll(text.c_str(), nullptr, 10);
}

/// The keys and texts that follow the JSON of a configuration, in turn.
std::map<std::string, std::string> textsIn(const std::vector<std::string>& parts) {
    std::map<std::string, std::string> texts;
    for (std::size_t at = 1; at + 1 < parts.size(); at += 2) {
        texts.emplace(parts[at], parts[at + 1]);
    }
    return texts;
}

std::vector<std::string> oneNumber(bool value) {
    return {value ? "1" : "0"};
}

}  // namespace

base::Result<base::Done> Worker::serve() {
    const auto frame = connection_.read();
    if (!frame.ok()) return frame.error();
    const auto hello = boundary::readHello(frame.value());
    if (!hello.ok()) return hello.error();
    const std::uint64_t id = frame.value().id;
    if (const auto greeted = greet(hello.value(), id); !greeted.ok()) {
        connection_.send(encode(FrameType::Failed, id, {greeted.error().what}));
        return base::Done{};  // the host has been told; there is nothing to serve
    }
    Crew crew(hello.value().threads + 1, [this](Crew::Job& job) { return read(job); });
    crew.wait();
    _exit(EXIT_SUCCESS);  // the host is gone; a thread that is in the plugin might never come back
}

base::Result<base::Done> Worker::greet(const boundary::Hello& hello, std::uint64_t id) {
    const auto locked = lockIn(hello.limits, hello.plugin);
    if (!locked.ok()) return locked.error();
    auto opened = boundary::LocalPlugin::open(
        hello.plugin, std::make_shared<RemoteServices>(hello.grants, connection_));
    if (!opened.ok()) return opened.error();
    plugin_ = std::move(opened).value();
    const boundary::Description& description = plugin_->description();
    connection_.send(encode(FrameType::Done,
                            id,
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
    return [this,
            type = frame.type,
            id = frame.id,
            parts = std::vector<std::string>(frame.parts.begin(), frame.parts.end())] {
        const std::lock_guard lock(controlling_);
        const auto outcome = control(type, parts);
        connection_.send(outcome.ok() ? encode(FrameType::Done, id, outcome.value())
                                      : encode(FrameType::Failed, id, {outcome.error().what}));
    };
}

base::Result<base::Done> Worker::live(const std::string& config_json, std::int64_t lives) {
    for (std::int64_t life = 0; life < lives; ++life) {
        if (auto lived = plugin_->live(config_json); !lived.ok()) return lived;
    }
    return base::Done{};
}

base::Result<std::vector<std::string>> Worker::control(FrameType type,
                                                       const std::vector<std::string>& parts) {
    const std::string text = parts.empty() ? std::string() : parts.front();
    const auto nothingOr =
        [](const base::Result<base::Done>& outcome) -> base::Result<std::vector<std::string>> {
        if (!outcome.ok()) return outcome.error();
        return std::vector<std::string>();
    };
    switch (type) {
        case FrameType::Create:
            return nothingOr(plugin_->create(text));
        case FrameType::Reconfigure: {
            const auto taken = plugin_->reconfigure({text, textsIn(parts)});
            if (!taken.ok()) return taken.error();
            return oneNumber(taken.value());
        }
        case FrameType::List:
            return plugin_->list(static_cast<std::uint32_t>(numberOf(text)));
        case FrameType::Health:
            return nothingOr(plugin_->health());
        case FrameType::Quiesce:
            return nothingOr(plugin_->quiesce());
        case FrameType::End:
            return nothingOr(plugin_->end());
        case FrameType::Describe: {
            const auto said = plugin_->describeAgain();
            if (!said.ok()) return said.error();
            return std::vector{said.value()};
        }
        case FrameType::Live:
            return nothingOr(live(text, parts.size() < 2 ? 0 : numberOf(parts[1])));
        default:
            return base::Error{"the host sent a frame this worker does not know"};
    }
}

}  // namespace toolhost::worker
