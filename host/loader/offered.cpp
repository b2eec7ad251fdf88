#include "loader/offered.hpp"

#include <utility>

namespace toolhost::loader {
namespace {

template <typename OfKind>
using Into = std::vector<std::shared_ptr<tools::Offering<OfKind>>>;

/// Reads one list. `define` makes a definition of each of its texts, which come back.
template <typename OfKind, typename Define>
base::Result<std::vector<std::string>> readList(const PluginSeat& seat,
                                                std::uint32_t kind,
                                                const Define& define,
                                                Into<OfKind>& into) {
    auto texts = seat.plugin->list(kind);
    if (!texts.ok()) return texts;
    for (const auto& text : texts.value()) {
        base::Result<OfKind> definition = define(text);
        if (!definition.ok()) return definition.error();
        into.push_back(
            std::make_shared<PluginOffering<OfKind>>(std::move(definition).value(), seat));
    }
    return texts;
}

template <typename OfKind>
void addCompletions(const PluginSeat& seat,
                    const Into<OfKind>& completed,
                    tools::Several<tools::Completion>& into) {
    for (const auto& one : completed) {
        into.push_back(std::make_shared<PluginOffering<tools::CompletionDefinition>>(
            tools::completionOf(one->definition()), seat));
    }
}

}  // namespace

base::Result<Offered> readOffered(const PluginSeat& seat,
                                  const std::string& id,
                                  const std::string& prefix) {
    Offered offered;
    tools::Offerings& into = offered.offerings;
    auto tool_texts = readList<tools::Definition>(
        seat,
        TOOLHOST_LIST_TOOLS,
        [&](const auto& text) { return tools::define(text, id, prefix); },
        into.tools);
    if (!tool_texts.ok()) return tool_texts.error();
    offered.tool_texts = std::move(tool_texts).value();
    const auto prompts = readList<tools::PromptDefinition>(
        seat,
        TOOLHOST_LIST_PROMPTS,
        [&](const auto& text) { return tools::definePrompt(text, id, prefix); },
        into.prompts);
    if (!prompts.ok()) return prompts.error();
    const auto resources = readList<tools::ResourceDefinition>(
        seat,
        TOOLHOST_LIST_RESOURCES,
        [&](const auto& text) { return tools::defineResource(text, id); },
        into.resources);
    if (!resources.ok()) return resources.error();
    const auto templates = readList<tools::ResourceDefinition>(
        seat,
        TOOLHOST_LIST_RESOURCE_TEMPLATES,
        [&](const auto& text) { return tools::defineResourceTemplate(text, id); },
        into.templates);
    if (!templates.ok()) return templates.error();
    addCompletions(seat, into.prompts, into.completions);
    addCompletions(seat, into.templates, into.completions);
    return offered;
}

}  // namespace toolhost::loader
