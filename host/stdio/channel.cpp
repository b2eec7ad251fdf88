#include "stdio/channel.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <utility>

#include "stdio/line_reader.hpp"
#include "stdio/line_writer.hpp"

namespace toolhost::stdio {
namespace {

/// From the end of input until what is still running is cancelled: long enough for a script that
/// pipes its requests in and waits for the answers, short enough to exit promptly.
constexpr std::chrono::seconds kGrace{5};
constexpr std::chrono::seconds kAfterCancel{1};

constexpr const char* kTooLong =
    R"({"jsonrpc":"2.0","error":{"code":-32600,"message":"the line is longer than 4 MiB"}})";

/// One connection: what its messages are written to, and how many answers are still to come.
/// Shared with the calls in flight, which may outlive the reading.
class Channel final : public mcp::EventStream {
public:
    explicit Channel(int out) : writer_(out) {}

    void expect() {
        const std::lock_guard lock(mutex_);
        ++awaited_;
    }

    void answer(const mcp::Outbound& outbound) {
        if (!outbound.body.empty()) writer_.write(outbound.body);
        {
            const std::lock_guard lock(mutex_);
            --awaited_;
        }
        answered_.notify_all();
    }

    bool send(const mcp::Event& event) override { return writer_.write(event.data); }

    /// Nothing is written from now on, so that the descriptor may be closed.
    void end() override { writer_.close(); }

    bool waitForAnswers(std::chrono::seconds patience) {
        std::unique_lock lock(mutex_);
        return answered_.wait_for(lock, patience, [this] { return awaited_ == 0; });
    }

private:
    LineWriter writer_;
    std::mutex mutex_;
    std::condition_variable answered_;
    int awaited_ = 0;  // guarded by mutex_
};

}  // namespace

void serveLines(mcp::Endpoint& endpoint,
                const std::shared_ptr<const identity::Principal>& principal,
                const Lines& lines) {
    const auto channel = std::make_shared<Channel>(lines.out);
    const auto peer = std::make_shared<mcp::Peer>(channel);
    LineReader reader(lines.in, lines.stop);
    for (;;) {
        auto line = reader.next();
        if (std::holds_alternative<EndOfInput>(line)) break;
        if (std::holds_alternative<TooLong>(line)) {
            channel->send({.data = kTooLong});
            continue;
        }
        auto& text = std::get<std::string>(line);
        if (text.empty()) continue;
        channel->expect();
        endpoint.handle({.body = std::move(text),
                         .principal = principal,
                         .caller_left = {},
                         .headers = std::nullopt,
                         .connection = peer},
                        [channel](const mcp::Outbound& outbound) { channel->answer(outbound); });
    }
    endpoint.hangUp(*peer);
    if (!channel->waitForAnswers(kGrace)) {
        peer->cancelAll();
        channel->waitForAnswers(kAfterCancel);
    }
    channel->end();
}

}  // namespace toolhost::stdio
