#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "calls/runner.hpp"
#include "mcp/sessions/peer.hpp"
#include "mcp/way_back.hpp"
#include "tools/answer.hpp"

namespace toolhost::mcp {

/// Asks a client in a session what a tool wants to know, by requests of its own (elicitation,
/// sampling, roots), and runs the tool again with the answers: so a tool that asks by replay works
/// in the session revisions too. Lives while its questions are open. Thread-safe.
class Interview : public std::enable_shared_from_this<Interview> {
public:
    /// Whom it asks, and for what. The runner outlives it.
    struct Occasion {
        calls::Runner& runner;
        std::shared_ptr<const calls::Order> order;
        std::shared_ptr<Peer> peer;
        std::shared_ptr<WayBack> way;
        std::chrono::seconds answer_within;
    };

    /// `done` takes the answer that asks nothing more; called once, from any thread.
    Interview(Occasion occasion, tools::Answered done)
        : occasion_(std::move(occasion)), done_(std::move(done)) {}

    /// Asks the client; then runs the tool with what it said.
    void ask(const tools::Questions& questions);

    /// How often a tool may ask in one call.
    static constexpr int kRoundsMax = 8;

private:
    struct CallerLeft {
        std::weak_ptr<Interview> interview;
        void operator()() const;
    };

    struct Question {
        std::string name;
        std::string request;  ///< JSON-RPC, with its id
        std::uint64_t id;
    };

    bool beginRound(std::size_t questions, const std::string& state);
    std::vector<Question> note(const std::string& requests);
    void answered(const std::string& name, base::Result<std::string> result, int round);
    void runAgain();
    void giveUp(const std::string& why, int round);
    void finish(tools::Answer answer);
    void forgetQuestions();

    const Occasion occasion_;
    std::mutex mutex_;
    tools::Answered done_;                        // guarded by mutex_; empty once it was called
    int round_ = 0;                               // guarded by mutex_
    std::size_t awaited_ = 0;                     // guarded by mutex_
    std::map<std::string, std::string> answers_;  // guarded by mutex_: JSON texts by name
    std::string state_;                           // guarded by mutex_
    std::vector<std::uint64_t> asked_;            // guarded by mutex_
    std::optional<calls::Timer::Alarm> alarm_;    // guarded by mutex_
    std::unique_ptr<std::stop_callback<CallerLeft>> caller_left_;  // set before the first question
};

}  // namespace toolhost::mcp
