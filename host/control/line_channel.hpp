#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace toolhost::control {

/// Lines of text over a connected socket. Never reads past the end of a line, so that the socket
/// can be handed over between two. Used by one thread, but for what says otherwise.
class LineChannel {
public:
    explicit LineChannel(base::Descriptor socket) : socket_(std::move(socket)) {}

    /// The next line without its end, absent when the peer has closed. An Error when it is not
    /// whole by `until`, longer than `bytes_max`, or cut off.
    base::Result<std::optional<std::string>> readLine(std::size_t bytes_max,
                                                      base::SteadyTime until);

    /// Sends the line, which holds no line end, with one. An Error when the peer has not taken it
    /// by `until`.
    base::Result<base::Done> writeLine(std::string_view line, base::SteadyTime until);

    /// From now on reading here finds the end; what is under way can still be written. Any thread.
    void endReading() const;

    /// Ends the conversation: whoever reads or writes, here or at the other end, returns. Any
    /// thread.
    void hangUp() const;

    [[nodiscard]] int number() const { return socket_.number(); }
    [[nodiscard]] base::Descriptor release() { return std::move(socket_); }

private:
    base::Descriptor socket_;
};

}  // namespace toolhost::control
