#include "tools/host_terms.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/text.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

constexpr const char* kMember = "toolhost";

constexpr std::array<std::pair<std::string_view, AsTask>, 4> kTaskWords = {
    {{"when_slow", AsTask::WhenSlow},
     {"always", AsTask::Always},
     {"never", AsTask::Never},
     {"required", AsTask::Required}}};

base::Result<base::Done> takeTask(const json& value, HostTerms& into) {
    const auto* found = std::find_if(kTaskWords.begin(), kTaskWords.end(), [&](const auto& word) {
        return value == word.first;
    });
    if (found == kTaskWords.end()) {
        return base::Error{
            "toolhost.task must be \"when_slow\", \"always\", \"never\" or \"required\""};
    }
    into.as_task = found->second;
    return base::Done{};
}

base::Result<base::Done> takeRequires(const json& value, HostTerms& into) {
    if (!value.is_object() || value.empty()) {
        return base::Error{
            "toolhost.requires must be an object of client capabilities, at least one"};
    }
    into.required_capabilities = value.dump();
    return base::Done{};
}

base::Result<base::Done> take(const std::string& term, const json& value, HostTerms& into) {
    if (term == "requires") return takeRequires(value, into);
    if (term == "task") return takeTask(value, into);
    return base::Error{"toolhost." + base::quoted(term) + " is no term this host knows"};
}

/// What only runs as a task is for clients that know those.
void requireTasks(HostTerms& terms) {
    const std::string& said = terms.required_capabilities;
    json required = said.empty() ? json::object() : json::parse(said);
    required["extensions"]["io.modelcontextprotocol/tasks"] = json::object();
    terms.required_capabilities = required.dump();
}

}  // namespace

base::Result<HostTerms> takeHostTerms(json& listed) {
    HostTerms terms;
    const auto found = listed.find(kMember);
    if (found == listed.end()) return terms;
    if (!found->is_object()) return base::Error{"its member toolhost must be an object"};
    for (const auto& [term, value] : found->items()) {
        const auto taken = take(term, value, terms);
        if (!taken.ok()) return taken.error();
    }
    const bool is_tool = listed.contains("inputSchema");
    if (terms.as_task && !is_tool) return base::Error{"toolhost.task is a term for tools"};
    if (terms.as_task == AsTask::Required) requireTasks(terms);
    terms.are_given = true;
    listed.erase(found);
    return terms;
}

}  // namespace toolhost::tools
