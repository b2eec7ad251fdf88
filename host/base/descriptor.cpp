#include "base/descriptor.hpp"

#include <system_error>
#include <unistd.h>
#include <utility>

namespace toolhost::base {

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this == &other) return *this;
    if (isOpen()) ::close(number_);
    number_ = other.release();
    return *this;
}

Descriptor::~Descriptor() {
    if (isOpen()) ::close(number_);
}

int Descriptor::release() {
    return std::exchange(number_, -1);
}

Error systemError(const std::string& attempted, int code) {
    return {attempted + ": " + std::generic_category().message(code)};
}

Error systemError(const std::string& attempted, int code, std::string_view remedy) {
    Error error = systemError(attempted, code);
    error.what.append("; ").append(remedy);
    return error;
}

}  // namespace toolhost::base
