#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace toolhost::base {

/// A value that must not be seen: no stream operator, no comparison, wiped when it goes.
class Secret {
public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    Secret(const Secret&) = default;
    Secret& operator=(const Secret& other);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    ~Secret();

    /// The value itself; borrowed, and never to be logged, stored in clear or put in an error.
    [[nodiscard]] std::string_view reveal() const { return value_; }
    [[nodiscard]] bool empty() const { return value_.empty(); }

private:
    void wipe();

    std::string value_;
};

}  // namespace toolhost::base
