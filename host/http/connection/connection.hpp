#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "http/connection/loop.hpp"
#include "http/connection/outbox.hpp"
#include "http/connection/premises.hpp"
#include "http/connection/transport.hpp"
#include "http/connection/wire.hpp"
#include "http/parse/intake.hpp"
#include "mcp/event_stream.hpp"

namespace toolhost::http {

/// One client's connection, from accept to close: reads a request, has it answered, sends the
/// answer, reads the next one. Its loop's thread reads; whoever has the answer sends it, and what
/// the socket does not take at once the loop sends later. While nothing happens it holds no thread
/// and next to no memory.
class Connection final : public Watched, public std::enable_shared_from_this<Connection> {
public:
    /// Numbers the requests of one connection, so that an answer can only answer its own.
    using Exchange = std::uint64_t;

    /// Counted by the headcount under its address, which it leaves when it closes.
    Connection(Loop& loop,
               const Premises& premises,
               std::unique_ptr<Transport> transport,
               std::string address);

    /// Reads from now on. [loop's thread]
    void open();
    /// Answers without being asked, and closes. [loop's thread]
    void turnAway(const Response& response);

    void onReady(std::uint32_t events) override;
    void onAlarm(base::SteadyTime now) override;
    void onRetire(bool ends_streams) override;
    void onEnd() override { close(); }

    // Of one exchange; without effect when it is over. [any thread]
    void respond(Exchange exchange, Response response);
    [[nodiscard]] std::shared_ptr<mcp::EventStream> openStream(Exchange exchange);
    bool sendEvent(Exchange exchange, const mcp::Event& event);
    void endStream(Exchange exchange);

private:
    enum class State {
        Reading,    ///< a request comes, or may come; only the loop's thread uses the transport
        Answering,  ///< somebody else is to respond, or to open a stream
        Streaming,  ///< events go out
        Sending,    ///< the rest of an answer goes out
        Leaving,    ///< all is said; the client shall take it before the socket is closed
        Lost,       ///< nothing gets through any more; the loop closes it next
        Closed
    };
    enum class Phase { Idle, Head, Body };

    // the loop's thread
    void watch();
    void pump();
    [[nodiscard]] bool readRequest();
    [[nodiscard]] std::optional<Intake::Progress> receiveMore();
    void beginToWait();
    [[nodiscard]] bool wantsBody();
    void awaitMore();
    void begin();
    void refuse(const Fault& fault);
    void sayLast(const Response& response);
    void flush();
    void noteThatPeerEnded();
    void keepStreamAlive(base::SteadyTime now);
    void close();

    // with mutex_ held; drain() on the loop's thread, the others on any
    void drain();
    void push(std::string bytes);
    void settle(Outbox::State outcome);
    void finishSending();
    void endStreaming();
    void lose();
    void pumpLater();
    void setDue(base::SteadyTime due);
    [[nodiscard]] bool isOwed(Exchange exchange) const;

    Loop& loop_;
    const Premises& premises_;
    const Loop::Id id_;
    const std::string address_;

    // the loop's thread only
    Intake intake_;
    Phase phase_ = Phase::Head;
    base::SteadyTime phase_began_;
    bool is_shaking_hands_;    // TLS is not agreed on yet
    bool is_drained_ = false;  // the socket will tell when there is more to read
    bool has_peer_ended_ = false;
    std::size_t discarded_ = 0;

    std::mutex mutex_;
    // guarded by mutex_; the transport is read from without it, in State::Reading
    std::unique_ptr<Transport> transport_;
    State state_ = State::Reading;
    Exchange exchange_ = 0;
    Delivery delivery_;
    std::stop_source left_{std::nostopstate};
    Outbox outbox_;
    base::SteadyTime waiting_since_{};  // of the outbox, while it is not empty
    bool input_waits_ = false;          // further requests may have come
    base::SteadyTime due_;
    base::SteadyTime alarm_ = base::SteadyTime::max();  // when the loop wakes it, at the latest
};

}  // namespace toolhost::http
