#pragma once

#include <string>
#include <utility>
#include <variant>

namespace toolhost::base {

/// Why an operation did not produce a value: what was attempted, what went wrong, what to do.
/// Written for a person; no program parses it. Never holds a secret.
struct Error {
    std::string what;
};

/// The value of an operation that has nothing to say but that it worked.
struct Done {};

/// Either a value or an Error. Returned wherever failure is an ordinary outcome.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    /// The value. Asking for it when ok() is false is a programming error.
    [[nodiscard]] T& value() & { return std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { return std::get<0>(state_); }
    /// By value, so that what a loop or a reference is given outlives the result it came from.
    [[nodiscard]] T value() && { return std::get<0>(std::move(state_)); }

    /// The error. Asking for it when ok() is true is a programming error.
    [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

private:
    std::variant<T, Error> state_;
};

/// Prefixes the cause with what was being attempted: "load echo.so: no entry symbol".
Error because(std::string attempted, const Error& cause);

}  // namespace toolhost::base
