#include "control/server.hpp"

#include <array>
#include <cerrno>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <poll.h>
#include <pwd.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <vector>

#include "base/text.hpp"
#include "base/thread.hpp"
#include "control/socket_address.hpp"

namespace toolhost::control {
namespace {

using std::chrono::milliseconds;

constexpr int kBacklog = 64;
constexpr mode_t kPrivateFile = 0600;

base::SteadyTime after(milliseconds delay) {
    return std::chrono::steady_clock::now() + delay;
}

/// Waits for any of the sockets, or until the time is up.
template <std::size_t count>
void waitFor(std::array<pollfd, count>& watched, milliseconds at_most) {
    ::poll(watched.data(), watched.size(), static_cast<int>(at_most.count()));
}

std::string nameOfUser(uid_t uid) {
    constexpr std::size_t kEntryBytesMax = 16'384;
    std::vector<char> buffer(kEntryBytesMax);
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(uid, &entry, buffer.data(), buffer.size(), &found);
    return found == nullptr ? std::string() : std::string(found->pw_name);
}

std::optional<Peer> peerOf(int socket) {
    ucred credentials{};
    socklen_t size = sizeof(credentials);
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) {
        return std::nullopt;
    }
    return Peer{credentials.uid, credentials.pid, nameOfUser(credentials.uid)};
}

std::string errorLine(std::string_view what) {
    return nlohmann::json{{"error", what}}.dump(
        -1, ' ', false, nlohmann::json::error_handler_t::replace);
}

base::Result<std::string> commandIn(std::string_view line) {
    const auto request = nlohmann::json::parse(line, nullptr, false);
    const bool object = !request.is_discarded() && request.is_object();
    const auto command = object ? request.find("command") : request.end();
    if (object && command != request.end() && command->is_string()) {
        return command->get<std::string>();
    }
    return base::Error{R"(expected one line of JSON like {"command":"…"})"};
}

/// Removes the socket of an owner that is gone. Nothing else of that name is ours to remove.
std::optional<base::Error> removeStale(const std::filesystem::path& path) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 && errno == ENOENT) return std::nullopt;
    if (!S_ISSOCK(status.st_mode)) {
        return base::Error{path.string() + " is not a socket; move it out of the state directory"};
    }
    if (::unlink(path.c_str()) == 0) return std::nullopt;
    return base::systemError("remove " + path.string(), errno, "check who owns it");
}

}  // namespace

base::Result<std::unique_ptr<Server>> Server::start(const Ownership& ownership,
                                                    Handlers handlers,
                                                    base::Log& log,
                                                    Limits limits) {
    auto sockets = open(ownership);
    if (!sockets) return base::because("listen for commands", sockets.error());
    return std::unique_ptr<Server>(
        new Server(std::move(sockets).value(), std::move(handlers), log, limits));
}

base::Result<Server::Sockets> Server::open(const Ownership& ownership) {
    Sockets sockets{
        ownership.directory() / kSocketName,
        base::Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)),
        base::Descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))};
    const auto address = SocketAddress::in(ownership.directory());
    if (!address) return address.error();
    if (auto failed = removeStale(sockets.path)) return *failed;
    const int listener = sockets.listener.number();
    // The mode goes with the socket into bind(), so that it is never wider, not even for a moment.
    const bool listens = sockets.wake.isOpen() && ::fchmod(listener, kPrivateFile) == 0 &&
                         ::bind(listener, address.value().get(), address.value().size()) == 0 &&
                         ::listen(listener, kBacklog) == 0;
    if (!listens) {
        return base::systemError(
            "open " + sockets.path.string(), errno, "check the state directory");
    }
    return sockets;
}

Server::Server(Sockets sockets, Handlers handlers, base::Log& log, Limits limits)
    : sockets_(std::move(sockets)),
      handlers_(std::move(handlers)),
      log_(log),
      limits_(limits),
      acceptor_([this](const std::stop_token& stopping) { acceptUntilStopped(stopping); }) {}

Server::~Server() {
    acceptor_.request_stop();
    wakeOwner();
    acceptor_.join();
    ::unlink(sockets_.path.c_str());
    for (const auto& session : sessions_) {
        session.channel.endReading();
    }
    const auto until = after(limits_.patience);
    for (joinFinished(); !sessions_.empty(); joinFinished()) {
        const auto left = std::chrono::ceil<milliseconds>(until - std::chrono::steady_clock::now());
        if (left <= milliseconds::zero()) break;
        std::array watched{pollfd{sockets_.wake.number(), POLLIN, 0}};
        waitFor(watched, left);
    }
    for (auto& session : sessions_) {
        session.channel.hangUp();
        session.thread.join();
    }
}

void Server::acceptUntilStopped(const std::stop_token& stopping) {
    base::nameThisThread("control");
    constexpr milliseconds kForever{-1};
    while (!stopping.stop_requested()) {
        std::array watched{pollfd{sockets_.listener.number(), POLLIN, 0},
                           pollfd{sockets_.wake.number(), POLLIN, 0}};
        waitFor(watched, kForever);
        joinFinished();
        if (watched[0].revents != 0) acceptOne();
    }
}

void Server::acceptOne() {
    base::Descriptor socket(::accept4(sockets_.listener.number(), nullptr, nullptr, SOCK_CLOEXEC));
    const int code = errno;
    if (socket.isOpen()) {
        auto peer = peerOf(socket.number());
        const bool trusted = peer && (peer->uid == ::geteuid() || peer->uid == 0);
        if (trusted) {
            admit(std::move(socket), *std::move(peer));
        } else {
            refuse(std::move(socket), "only the owner's user and root are answered here");
        }
        return;
    }
    if (code == EAGAIN || code == EINTR || code == ECONNABORTED) return;
    log_.warning("control.accept.failed", {{"reason", std::generic_category().message(code)}});
    // Out of descriptors or memory: the connection stays queued, so poll() would not wait.
    constexpr milliseconds kPause{200};
    std::array watched{pollfd{sockets_.wake.number(), POLLIN, 0}};
    waitFor(watched, kPause);
}

void Server::admit(base::Descriptor socket, Peer peer) {
    if (sessions_.size() >= limits_.sessions_max) {
        return refuse(std::move(socket), "too many conversations at once; try again");
    }
    auto& session = sessions_.emplace_back(std::move(socket), std::move(peer));
    try {
        session.thread = std::thread([this, &session] { serve(session); });
    } catch (const std::system_error&) {
        refuse(session.channel.release(), "the system gives no more threads; try again");
        sessions_.pop_back();
    }
}

void Server::refuse(base::Descriptor socket, std::string_view why) const {
    // A fresh socket's buffer takes a line at once, so this does not keep the acceptor.
    constexpr milliseconds kShortly{100};
    LineChannel channel(std::move(socket));
    const auto told = channel.writeLine(errorLine(why), after(kShortly));
    log_.warning("control.peer.refused",
                 {{"reason", std::string(why)}, {"told", told ? "yes" : "no"}});
}

void Server::serve(Session& session) const {
    base::nameThisThread("control-session");
    converse(session.channel, session.peer);
    // In this order, so that a peer which sees the end finds the session's place free.
    session.finished = true;
    session.channel.hangUp();
    wakeOwner();
}

void Server::converse(LineChannel& channel, const Peer& peer) const {
    while (answerOne(channel, peer)) {
    }
}

/// Whether the conversation goes on.
bool Server::answerOne(LineChannel& channel, const Peer& peer) const {
    const auto say = [&](std::string_view line) {
        const auto done = channel.writeLine(line, after(limits_.patience));
        if (!done) log_.warning("control.answer.lost", {{"reason", done.error().what}});
        return done.ok();
    };
    const auto fail = [&](const base::Error& error) {
        say(errorLine(error.what));
        return false;
    };
    const auto line = channel.readLine(limits_.request_bytes_max, after(limits_.patience));
    if (!line) return fail(line.error());
    if (!line.value()) return false;
    const auto command = commandIn(*line.value());
    if (!command) return fail(command.error());
    if (command.value() != "stdio") return say(handlers_.command(*line.value(), peer));
    if (say(R"({"ok":true})")) handlers_.stream(channel.number(), peer);
    return false;
}

void Server::joinFinished() {
    std::uint64_t wakes = 0;
    while (::read(sockets_.wake.number(), &wakes, sizeof(wakes)) > 0) {
    }
    for (auto session = sessions_.begin(); session != sessions_.end();) {
        if (!session->finished) {
            ++session;
            continue;
        }
        session->thread.join();
        session = sessions_.erase(session);
    }
}

void Server::wakeOwner() const {
    const std::uint64_t once = 1;
    // Fails only when wakes are already pending, which is as good.
    [[maybe_unused]] const auto written = ::write(sockets_.wake.number(), &once, sizeof(once));
}

}  // namespace toolhost::control
