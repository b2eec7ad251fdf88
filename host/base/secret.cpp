#include "base/secret.hpp"

#include <string.h>  // explicit_bzero is not in <cstring>

namespace toolhost::base {

// Copies: a string that is moved from may keep its bytes where wipe() no longer reaches them.
// NOLINTNEXTLINE(performance-move-constructor-init)
Secret::Secret(Secret&& other) noexcept : value_(other.value_) {
    other.wipe();
}

Secret& Secret::operator=(const Secret& other) {
    if (this == &other) return *this;
    wipe();
    value_ = other.value_;
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    value_ = other.value_;
    other.wipe();
    return *this;
}

Secret::~Secret() {
    wipe();
}

void Secret::wipe() {
    explicit_bzero(value_.data(), value_.size());
    value_.clear();
}

}  // namespace toolhost::base
