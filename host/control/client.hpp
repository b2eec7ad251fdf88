#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "control/line_channel.hpp"

namespace toolhost::control {

/// A conversation with the owner of a state directory. Used by one thread.
class Client {
public:
    static constexpr std::chrono::milliseconds kPatience{60'000};

    /// An Error when nobody listens there. Who comes right after an owner took the lock may be
    /// early; the owner listens once it is ready.
    static base::Result<Client> connect(const std::filesystem::path& state_directory);

    /// Sends a JSON object on one line and gives the answer's line.
    base::Result<std::string> ask(std::string_view request_json,
                                  std::chrono::milliseconds patience = kPatience);

    /// Turns the conversation into a stream of MCP lines, as `toolhost stdio` needs it. The stream
    /// is the caller's; this client is spent.
    base::Result<base::Descriptor> intoStream() &&;

private:
    explicit Client(base::Descriptor socket) : channel_(std::move(socket)) {}

    LineChannel channel_;
};

}  // namespace toolhost::control
