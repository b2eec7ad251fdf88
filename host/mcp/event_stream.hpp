#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace toolhost::mcp {

/// One event of a stream (WHATWG HTML, "Server-sent events").
struct Event {
    /// JSON text without a line break; empty only in an event that just names its id.
    std::string data;
    std::string id{};    ///< empty for none
    std::string name{};  ///< empty for the usual one, "message"
    /// After how long a client that lost the stream should come back.
    std::optional<std::chrono::milliseconds> retry{};
};

/// The messages that go to one client, in order, until either side ends it. Thread-safe.
class EventStream {
public:
    EventStream() = default;
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;
    virtual ~EventStream() = default;

    /// [any thread] Takes the event; never waits for the client. False when the stream has ended,
    /// or the client is gone or reads too slowly to be kept. Calls nobody back: that the client has
    /// left is told later, from another thread.
    virtual bool send(const Event& event) = 0;

    /// [any thread] Ends the stream once what was sent has gone out. Further calls do nothing.
    virtual void end() = 0;
};

/// Makes the answer to one request an event stream: called at most once, from any thread, in place
/// of the answer. Null when the client has left or no further stream may be had.
using OpenStream = std::function<std::shared_ptr<EventStream>()>;

}  // namespace toolhost::mcp
