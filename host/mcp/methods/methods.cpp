#include "mcp/methods/methods.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "jsonrpc/members.hpp"

namespace toolhost::mcp {
namespace {

enum class In { EveryRevision, SessionRevisions, StatelessRevisions };

struct Row {
    std::string_view name;
    In in;
    Method method;
};

constexpr std::array<Row, 18> kMethods = {
    {{"server/discover", In::StatelessRevisions, &discover},
     {"initialize", In::SessionRevisions, &initialize},
     {"ping", In::SessionRevisions, &ping},
     {"tools/list", In::EveryRevision, &listTools},
     {"tools/call", In::EveryRevision, &callTool},
     {"prompts/list", In::EveryRevision, &listPrompts},
     {"prompts/get", In::EveryRevision, &getPrompt},
     {"resources/list", In::EveryRevision, &listResources},
     {"resources/templates/list", In::EveryRevision, &listResourceTemplates},
     {"resources/read", In::EveryRevision, &readResource},
     {"resources/subscribe", In::SessionRevisions, &subscribe},
     {"resources/unsubscribe", In::SessionRevisions, &unsubscribe},
     {"completion/complete", In::EveryRevision, &complete},
     {"logging/setLevel", In::SessionRevisions, &setLevel},
     {"subscriptions/listen", In::StatelessRevisions, &listen},
     {"tasks/get", In::StatelessRevisions, &getTask},
     {"tasks/update", In::StatelessRevisions, &updateTask},
     {"tasks/cancel", In::StatelessRevisions, &cancelTask}}};

/// The methods that name something, and by which member of their params.
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> kNaming = {
    {{"tools/call", "name"},
     {"prompts/get", "name"},
     {"resources/read", "uri"},
     {"tasks/get", "taskId"},
     {"tasks/update", "taskId"},
     {"tasks/cancel", "taskId"}}};

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

bool namesSomething(std::string_view method) {
    return std::any_of(
        kNaming.begin(), kNaming.end(), [method](const auto& one) { return one.first == method; });
}

std::optional<std::string> namedIn(const jsonrpc::Request& request) {
    const auto found = std::find_if(kNaming.begin(), kNaming.end(), [&](const auto& one) {
        return one.first == request.method;
    });
    if (found == kNaming.end()) return std::nullopt;
    const auto params = jsonrpc::Members::read(request.params);
    return params.ok() ? params.value().findString(found->second) : std::nullopt;
}

}  // namespace toolhost::mcp
