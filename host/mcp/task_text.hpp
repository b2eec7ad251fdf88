#pragma once

#include <string>
#include <string_view>

#include "mcp/revisions/revision.hpp"
#include "tasks/task.hpp"

namespace toolhost::mcp {

/// The extension by which calls go on as tasks (MCP extension io.modelcontextprotocol/tasks).
inline constexpr std::string_view kTasksExtension = "io.modelcontextprotocol/tasks";

/// The ClientCapabilities that name it, JSON text.
inline constexpr const char* kTasksCapability =
    R"({"extensions":{"io.modelcontextprotocol/tasks":{}}})";

/// Whether the client with these capabilities (JSON text) knows tasks.
bool knowsTasks(std::string_view capabilities);

/// The result of a call that goes on as that task (CreateTaskResult).
std::string closeCreatedTask(const tasks::Task& task);

/// The task with all that is known of it (DetailedTask): the members of an object.
std::string taskMembers(const Revision& revision, const tasks::Task& task);

}  // namespace toolhost::mcp
