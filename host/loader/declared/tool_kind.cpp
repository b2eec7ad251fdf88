#include "loader/declared/tool_kind.hpp"

#include <algorithm>

namespace toolhost::loader {
namespace {

constexpr std::array<std::string_view, 6> kMembersOfAll = {
    "name", "title", "description", "operation", "table", "instance"};

/// In the order of Operation.
constexpr std::array<ToolKind, 4> kKinds = {{
    {.word = "list",
     .operation = Operation::List,
     .own_members = {"fields", "display", "query", "filter", "order_by", "limit", "parameters"},
     .needs = {"fields"},
     .is_read_only = true,
     .is_destructive = false,
     .is_idempotent = true,
     .names_a_record = false},
    {.word = "get",
     .operation = Operation::Get,
     .own_members = {"fields", "display", "query", "filter", "key"},
     .needs = {"fields"},
     .is_read_only = true,
     .is_destructive = false,
     .is_idempotent = true,
     .names_a_record = true},
    {.word = "create",
     .operation = Operation::Create,
     .own_members = {"parameters", "fixed_values"},
     .needs = {},
     .is_read_only = false,
     .is_destructive = false,
     .is_idempotent = false,
     .names_a_record = false},
    {.word = "update",
     .operation = Operation::Update,
     .own_members = {"parameters", "fixed_values", "query", "filter", "key"},
     .needs = {},
     .is_read_only = false,
     .is_destructive = true,
     .is_idempotent = true,
     .names_a_record = true},
}};

template <typename Names>
bool holds(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

bool ToolKind::takes(std::string_view member) const {
    return holds(kMembersOfAll, member) || holds(own_members, member);
}

std::vector<std::string> ToolKind::members() const {
    std::vector<std::string> all(kMembersOfAll.begin(), kMembersOfAll.end());
    for (const auto member : own_members) {
        if (!member.empty()) all.emplace_back(member);
    }
    return all;
}

const ToolKind& kindOf(Operation operation) {
    return kKinds.at(static_cast<std::size_t>(operation));
}

const ToolKind& kindNamed(std::string_view word) {
    return *std::find_if(kKinds.begin(), kKinds.end() - 1, [word](const ToolKind& kind) {
        return kind.word == word;
    });
}

}  // namespace toolhost::loader
