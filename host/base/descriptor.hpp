#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::base {

/// Owns an open file descriptor; closed when it goes.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    [[nodiscard]] bool isOpen() const { return number_ >= 0; }
    [[nodiscard]] int number() const { return number_; }

    /// Gives the descriptor up to the caller, who closes it.
    [[nodiscard]] int release();

private:
    int number_ = -1;
};

/// What was attempted and the system's words for `code` (an errno).
Error systemError(const std::string& attempted, int code);

/// What was attempted, the system's words for `code` (an errno), and what to do.
Error systemError(const std::string& attempted, int code, std::string_view remedy);

}  // namespace toolhost::base
