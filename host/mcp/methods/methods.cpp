#include "mcp/methods/methods.hpp"

#include <algorithm>
#include <array>

namespace toolhost::mcp {
namespace {

enum class In { EveryRevision, SessionRevisions, StatelessRevisions };

struct Row {
    std::string_view name;
    In in;
    Method method;
};

constexpr std::array<Row, 5> kMethods = {{{"server/discover", In::StatelessRevisions, &discover},
                                          {"initialize", In::SessionRevisions, &initialize},
                                          {"ping", In::SessionRevisions, &ping},
                                          {"tools/list", In::EveryRevision, &listTools},
                                          {"tools/call", In::EveryRevision, &callTool}}};

bool isIn(const Row& row, const Revision& revision) {
    if (row.in == In::EveryRevision) return true;
    return (row.in == In::StatelessRevisions) == revision.is_modern;
}

}  // namespace

Method findMethod(const Revision& revision, std::string_view name) {
    const auto found = std::find_if(kMethods.begin(), kMethods.end(), [&](const Row& row) {
        return row.name == name && isIn(row, revision);
    });
    return found == kMethods.end() ? nullptr : found->method;
}

}  // namespace toolhost::mcp
