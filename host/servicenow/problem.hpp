#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace toolhost::servicenow {

/// Why a call could not be answered, told so that a person or a model can do something about it.
struct Problem {
    enum class Kind {
        NoIdentity,
        InvalidRequest,
        UnknownTable,
        UnknownField,
        Forbidden,
        NotFound,
        Unauthorized,
        RateLimited,
        Unavailable,
        Timeout,
        Cancelled,
        Protocol
    };
    Kind kind = Kind::Protocol;
    /// What was attempted and what went wrong, with ServiceNow's own words when it gave any.
    std::string message;
    /// ServiceNow's `error.detail`, as it came.
    std::string detail{};
    /// The HTTP status; 0 when no answer was read.
    int status = 0;
    /// What to do.
    std::string hint{};
    /// ServiceNow's name for the transaction, for its administrators.
    std::string transaction_id{};
};

/// The kind as replies write it: "no_identity", "invalid_request", …
std::string_view nameOf(Problem::Kind kind);

/// The problem of a request that cannot be sent as it is.
Problem invalidRequest(std::string message, std::string hint = {});

/// Either a value or a Problem.
template <typename T>
class [[nodiscard]] Outcome {
public:
    Outcome(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Outcome(Problem problem) : state_(std::in_place_index<1>, std::move(problem)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// The value. Asking for it when ok() is false is a programming error.
    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    /// By value, so that what a loop or a reference is given outlives the result it came from.
    [[nodiscard]] T value() && { return std::get<0>(std::move(state_)); }

    /// The problem. Asking for it when ok() is true is a programming error.
    [[nodiscard]] const Problem& problem() const { return std::get<1>(state_); }

private:
    std::variant<T, Problem> state_;
};

/// What happens next: called exactly once, from any thread, possibly before the function that took
/// it returns.
template <typename T>
using Then = std::function<void(Outcome<T>)>;

}  // namespace toolhost::servicenow
