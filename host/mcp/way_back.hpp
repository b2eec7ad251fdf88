#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "mcp/event_stream.hpp"
#include "mcp/outbound.hpp"
#include "mcp/sessions/track.hpp"

namespace toolhost::mcp {

/// How what one request leads to reaches its client: messages first, where those fit, then the
/// answer. Thread-safe.
class WayBack {
public:
    WayBack() = default;
    WayBack(const WayBack&) = delete;
    WayBack& operator=(const WayBack&) = delete;
    virtual ~WayBack() = default;

    /// [any thread] Sends a message ahead of the answer; never waits. False when it cannot arrive.
    virtual bool say(const std::string& message) = 0;

    /// [any thread] Gives the one answer.
    virtual void answer(Outbound outbound) = 0;

    /// Whether anything but the answer fits.
    [[nodiscard]] virtual bool carriesMessages() const = 0;

    /// Whether the client may lose the connection and come back for the rest.
    [[nodiscard]] virtual bool canComeBack() const { return false; }

    /// [any thread] Lets the connection go; the client comes back after that pause, 0 for ours.
    virtual void comeBack(std::chrono::milliseconds /*retry*/) {}
};

/// The way back where nothing but the answer fits.
std::shared_ptr<WayBack> answerOnly(Respond respond);

/// The way back over a stream that carries every message of a connection; the answer goes where
/// `respond` takes it.
std::shared_ptr<WayBack> alongside(std::shared_ptr<EventStream> line, Respond respond);

/// How a client of a session comes back for what it missed of an answer.
struct Resumption {
    /// Makes the track that keeps it; empty where nothing is kept.
    std::function<std::shared_ptr<Track>()> open_track{};
    /// Whether the client expects to be sent away meanwhile (MCP 2025-11-25, transports, "Sending
    /// messages to the server").
    bool expects_pauses = false;
};

/// The way back from a POST: one JSON body, or from the first message on an event stream.
std::shared_ptr<WayBack> fromPost(OpenStream open, Respond respond, Resumption resumption = {});

}  // namespace toolhost::mcp
