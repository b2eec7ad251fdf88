#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace toolhost::tests {

/// One HTTP request as it came over the wire.
struct SeenRequest {
    std::string method;
    std::string target;
    std::string head;  ///< request line and header fields, as sent
    std::string body;

    /// The field's value, empty when there is none. Names are compared in any case.
    [[nodiscard]] std::string header(const std::string& name) const;
    /// The query parameter's decoded value, empty when there is none.
    [[nodiscard]] std::string parameter(const std::string& name) const;
};

/// The bytes of an answer, and whether the connection ends after them.
struct Answer {
    std::string bytes;
    bool closes = false;
};

/// A whole HTTP/1.1 answer that keeps the connection.
Answer answer(int status,
              const std::string& body,
              const std::string& headers = "Content-Type: application/json\r\n");

/// A server on a loopback port of its own, one thread, any number of connections. What it answers
/// is a function; one that returns nothing leaves the request waiting for answerHeld().
class LoopbackServer {
public:
    using Handler = std::function<std::optional<Answer>(const SeenRequest&)>;

    explicit LoopbackServer(Handler handler);
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;
    ~LoopbackServer();

    /// "http://127.0.0.1:port"
    [[nodiscard]] std::string url() const;
    [[nodiscard]] std::vector<SeenRequest> requests() const;
    /// Blocks until that many requests have come (false: ten seconds went by).
    [[nodiscard]] bool waitForRequests(std::size_t count) const;
    /// Blocks until that many connections were ended by their client (same).
    [[nodiscard]] bool waitForHangUps(std::size_t count) const;
    [[nodiscard]] std::size_t connectionsTaken() const { return connections_taken_; }

    /// Answers every request that is waiting.
    void answerHeld(const Answer& with);

private:
    struct Connection {
        std::string unread;
        bool is_held = false;
    };

    void run();
    void acceptOne();
    void readFrom(int socket);
    void serve(int socket, Connection& connection);
    void reply(int socket, Connection& connection, const Answer& with);
    void drop(int socket);
    [[nodiscard]] bool waitFor(const std::function<bool()>& condition) const;

    Handler handler_;
    int listener_ = -1;
    int wake_ = -1;
    int port_ = 0;
    std::atomic<std::size_t> connections_taken_{0};
    std::atomic<std::size_t> hang_ups_{0};
    std::atomic<bool> closing_{false};
    mutable std::mutex mutex_;
    std::map<int, Connection> connections_;  // guarded by mutex_
    std::vector<SeenRequest> requests_;      // guarded by mutex_
    std::thread thread_;
};

}  // namespace toolhost::tests
