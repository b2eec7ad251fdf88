#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "http/exchange.hpp"
#include "http/gate.hpp"
#include "mcp/endpoint.hpp"

namespace toolhost::http {

/// HTTP with SSE of revision 2024-11-05: a GET opens a stream that carries all messages to the
/// client, whose own go to `/messages`. Thread-safe.
class SseRoute {
public:
    using Caller = std::shared_ptr<const identity::Principal>;

    /// What it is given by reference outlives it.
    SseRoute(mcp::Endpoint& endpoint, const Gate& gate) : endpoint_(endpoint), gate_(gate) {}

    /// Whether the path belongs to it.
    [[nodiscard]] static bool serves(std::string_view path);

    void handle(const Request& request, const Respond& respond);

    /// Opens the stream for a caller that was admitted.
    void open(const Request& request, Caller caller, const Respond& respond);

private:
    struct Leave {
        SseRoute& route;
        std::string id;
        void operator()() const { route.forget(id); }
    };

    /// One client: its stream, and whose it is.
    struct Connection {
        Connection(std::string of, std::shared_ptr<mcp::Peer> client)
            : owner(std::move(of)), peer(std::move(client)) {}
        std::string owner;
        std::shared_ptr<mcp::Peer> peer;
        std::optional<std::stop_callback<Leave>> left;
    };

    void post(const Request& request, Caller caller, const Respond& respond);
    std::shared_ptr<mcp::Peer> find(const std::string& id, const identity::Principal& caller);
    void forget(const std::string& id);

    mcp::Endpoint& endpoint_;
    const Gate& gate_;
    std::mutex mutex_;
    std::map<std::string, std::shared_ptr<Connection>> connections_;  // guarded by mutex_
};

}  // namespace toolhost::http
