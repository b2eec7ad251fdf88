#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <list>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <thread>
#include <utility>

#include "base/descriptor.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "control/line_channel.hpp"
#include "control/ownership.hpp"

namespace toolhost::control {

/// Who is at the other end, as the kernel says (SO_PEERCRED).
struct Peer {
    uid_t uid = 0;
    pid_t pid = 0;
    /// Empty when the system has no name for the uid.
    std::string user_name;
};

/// Bounds of a control socket.
struct Limits {
    std::size_t sessions_max = 32;
    std::size_t request_bytes_max = std::size_t{1} << 20U;
    /// How long a peer may take over one request or one answer before it is hung up on.
    std::chrono::milliseconds patience{10'000};
};

/// What the owner does for its peers; both may run on several threads at once and neither
/// throws.
struct Handlers {
    /// Answers one line, a JSON object with a "command", with one line of JSON.
    std::function<std::string(std::string_view request_json, const Peer&)> command;
    /// Serves a peer that asked for {"command":"stdio"} and was answered {"ok":true}: MCP lines
    /// both ways until the socket ends, because the peer has closed or the server stops. The
    /// socket is borrowed until this returns.
    std::function<void(int socket, const Peer&)> stream;
};

/// Listens on <state directory>/control.sock for commands of processes of the same user or root;
/// one thread accepts, each session has its own. A line that is not a request is answered
/// {"error":"…"} and ends the session.
class Server {
public:
    /// The socket of an owner that died is replaced: who has the ownership may. Ownership, log and
    /// what the handlers use outlive the server.
    static base::Result<std::unique_ptr<Server>> start(const Ownership& ownership,
                                                       Handlers handlers,
                                                       base::Log& log,
                                                       Limits limits = {});
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;
    Server(Server&&) = delete;
    Server& operator=(Server&&) = delete;

    /// Removes the socket, takes no further requests, waits for the answers that are under way and
    /// after `Limits::patience` hangs up on who still has not taken theirs. Not from a handler.
    ~Server();

private:
    struct Session {
        Session(base::Descriptor socket, Peer who)
            : channel(std::move(socket)), peer(std::move(who)) {}
        LineChannel channel;
        const Peer peer;
        std::atomic<bool> finished = false;
        std::thread thread;
    };
    struct Sockets {
        std::filesystem::path path;
        base::Descriptor listener;
        base::Descriptor wake;  // an eventfd: a session has finished, or the server stops
    };

    Server(Sockets sockets, Handlers handlers, base::Log& log, Limits limits);
    static base::Result<Sockets> open(const Ownership& ownership);

    void acceptUntilStopped(const std::stop_token& stopping);
    void acceptOne();
    void admit(base::Descriptor socket, Peer peer);
    void refuse(base::Descriptor socket, std::string_view why) const;
    void serve(Session& session) const;
    void converse(LineChannel& channel, const Peer& peer) const;
    bool answerOne(LineChannel& channel, const Peer& peer) const;
    void joinFinished();
    void wakeOwner() const;

    const Sockets sockets_;
    const Handlers handlers_;
    base::Log& log_;
    const Limits limits_;
    std::list<Session> sessions_;  // changed by the acceptor, and once that has ended by ~Server
    std::jthread acceptor_;
};

}  // namespace toolhost::control
