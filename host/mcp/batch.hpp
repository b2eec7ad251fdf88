#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mcp/outbound.hpp"

namespace toolhost::mcp {

/// The messages of a batch, each as JSON text (JSON-RPC 2.0, "Batch"; MCP 2025-03-26). Absent when
/// it is no array of some, or of more than this host takes at once.
std::optional<std::vector<std::string>> messagesIn(std::string_view batch);

/// Gathers the answers to a batch and gives them as one array, once all are there; 202 when none
/// says anything. Thread-safe.
class GatheredAnswers {
public:
    GatheredAnswers(std::size_t awaited, Respond respond)
        : awaited_(awaited), respond_(std::move(respond)) {}

    void take(const Outbound& answer);

private:
    std::mutex mutex_;
    std::size_t awaited_;  // guarded by mutex_
    std::string bodies_;   // guarded by mutex_
    const Respond respond_;
};

}  // namespace toolhost::mcp
