#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "identity/principal.hpp"
#include "tools/answer.hpp"

namespace toolhost::tasks {

/// How far a task is. The last three are final.
enum class Status { Working, InputRequired, Completed, Cancelled, Failed };

/// The status as MCP writes it: "working", "input_required", "completed", "cancelled", "failed".
std::string_view nameOf(Status status);

/// The status of that name; absent when there is none.
std::optional<Status> statusNamed(std::string_view name);

[[nodiscard]] bool isFinal(Status status);

/// Whose task it is. Nobody else hears that it exists.
struct Owner {
    std::string client_id;
    std::string subject;
    friend auto operator<=>(const Owner&, const Owner&) = default;
};

Owner ownerOf(const identity::Principal& principal);

/// A tool call that goes on after its request has been answered, as its owner sees it (MCP
/// extension io.modelcontextprotocol/tasks). A value: what was true when it was read.
struct Task {
    /// 256 random bits, as base64url.
    std::string id;
    Owner owner{};
    /// The tool's name as clients use it.
    std::string tool{};
    Status status = Status::Working;
    /// Words about the status, for people; empty for none.
    std::string message{};
    /// What the user has yet to say: a JSON object of MCP InputRequests by their keys.
    std::string questions = "{}";
    /// The reply of a completed task, the fault of a failed one.
    std::optional<tools::Answer> answer{};
    base::WallTime created{};
    base::WallTime updated{};
    /// How long it is kept after its last change at the least.
    std::chrono::milliseconds ttl{};
    std::chrono::milliseconds poll{};
};

/// An id for a new task; thread-safe.
std::string makeTaskId();

}  // namespace toolhost::tasks
