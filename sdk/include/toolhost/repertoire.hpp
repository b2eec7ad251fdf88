#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>

#include <toolhost/prompt.hpp>
#include <toolhost/resource.hpp>
#include <toolhost/tool.hpp>

namespace toolhost::sdk {

/// What one running plugin offers, in the order in which it was added.
class Repertoire {
public:
    /// The references stay good for as long as this is not moved.
    Tool& add(Tool tool) { return tools_.emplace_back(std::move(tool)); }
    Prompt& add(Prompt prompt) { return prompts_.emplace_back(std::move(prompt)); }
    Resource& add(Resource resource) { return resources_.emplace_back(std::move(resource)); }

    /// The MCP objects of that kind (TOOLHOST_LIST_*) that are offered, in the order they were
    /// added; absent for a kind that is not known.
    std::optional<SchemaJson> list(uint32_t kind) const {
        switch (kind) {
            case TOOLHOST_LIST_TOOLS:
                return definitions(tools_, [](const Tool&) { return true; });
            case TOOLHOST_LIST_PROMPTS:
                return definitions(prompts_, [](const Prompt&) { return true; });
            case TOOLHOST_LIST_RESOURCES:
                return definitions(resources_, [](const auto& one) { return !one.isTemplate(); });
            case TOOLHOST_LIST_RESOURCE_TEMPLATES:
                return definitions(resources_, [](const auto& one) { return one.isTemplate(); });
            default:
                return std::nullopt;
        }
    }

    /// [worker] Runs one call. Throws when what it asks for is not here.
    void run(const Context& context) const {
        const std::string method = context.method();
        if (method == "prompts/get") return find(prompts_, context).run(context);
        if (method == "resources/read") return find(resources_, context).run(context);
        if (method == "completion/complete") return complete(context);
        find(tools_, context).run(context);
    }

private:
    template <typename Kind, typename Predicate>
    static SchemaJson definitions(const std::deque<Kind>& listed, Predicate belongs) {
        SchemaJson all = SchemaJson::array();
        for (const auto& one : listed) {
            if (belongs(one) && one.isOffered()) all.push_back(one.definition());
        }
        return all;
    }

    template <typename Kind>
    static const Kind& find(const std::deque<Kind>& listed, const Context& context) {
        const std::string name = context.name();
        const auto found = std::find_if(
            listed.begin(), listed.end(), [&](const Kind& one) { return one.name() == name; });
        if (found == listed.end()) throw std::runtime_error("nothing of this name is here");
        return *found;
    }

    void complete(const Context& context) const {
        const nlohmann::json params = context.arguments();
        const bool is_prompts = params.at("ref").at("type") == "ref/prompt";
        const Completions& completions = is_prompts ? find(prompts_, context).completions()
                                                    : find(resources_, context).completions();
        completions.run(context);
    }

    std::deque<Tool> tools_;
    std::deque<Prompt> prompts_;
    std::deque<Resource> resources_;
};

}  // namespace toolhost::sdk
