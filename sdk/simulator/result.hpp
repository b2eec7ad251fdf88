#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace toolhost::sim {

/// Why a request is not carried out: the HTTP status and the two texts of ServiceNow's error body.
struct Refusal {
    int status = 400;
    std::string message;
    std::optional<std::string> detail;  ///< null in the body when absent
};

/// The value of an operation that has nothing to say but that it worked.
struct Done {};

/// Either a value or the Refusal to answer with.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Refusal refusal) : state_(std::in_place_index<1>, std::move(refusal)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// The value. Asking for it when ok() is false is a programming error.
    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    /// By value, so that what a loop or a reference is given outlives the result it came from.
    [[nodiscard]] T value() && { return std::get<0>(std::move(state_)); }

    /// The refusal. Asking for it when ok() is true is a programming error.
    [[nodiscard]] const Refusal& refusal() const { return std::get<1>(state_); }

private:
    std::variant<T, Refusal> state_;
};

}  // namespace toolhost::sim
