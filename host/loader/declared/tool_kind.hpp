#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "loader/declared/declaration.hpp"

namespace toolhost::loader {

/// The field that names a record where the declaration does not say.
inline constexpr const char* kUsualKey = "sys_id";

/// What goes for every tool of one operation.
struct ToolKind {
    std::string_view word;  ///< as declarations write it
    Operation operation;
    /// Members a declaration may have besides those of all tools, and those of them it must have.
    std::array<std::string_view, 8> own_members;
    std::array<std::string_view, 1> needs;
    /// MCP annotations.
    bool is_read_only;
    bool is_destructive;
    bool is_idempotent;
    /// Whether the caller names one record.
    bool names_a_record;

    [[nodiscard]] bool takes(std::string_view member) const;
    /// Every member that it takes.
    [[nodiscard]] std::vector<std::string> members() const;
};

const ToolKind& kindOf(Operation operation);

/// The kind of that word, which the schema of declarations has let through.
const ToolKind& kindNamed(std::string_view word);

}  // namespace toolhost::loader
