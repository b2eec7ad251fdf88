#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "mcp/revisions/revision.hpp"

namespace toolhost::mcp {

/// What clients may keep of a result (MCP 2026-07-28, "Caching").
struct CacheHint {
    /// Public: the result is the same whoever asks.
    enum class Scope { Public, Private };

    std::chrono::milliseconds ttl;
    Scope scope = Scope::Public;
};

/// Closes a result object of that revision around its own members (`"tools":[]`, possibly empty).
/// Stateless revisions add resultType, the cache hint and who answered; session revisions add
/// nothing. `meta` is the result's own _meta object as JSON text, empty for none.
std::string closeResult(const Revision& revision,
                        std::string members,
                        std::optional<CacheHint> cache = std::nullopt,
                        const std::string& meta = {});

/// Closes an InputRequiredResult of a stateless revision around its members.
std::string closeInputRequired(std::string members);

/// Closes a CreateTaskResult around the task's members.
std::string closeTask(std::string members);

/// The Implementation object that names this host.
const std::string& serverInfoJson();

}  // namespace toolhost::mcp
