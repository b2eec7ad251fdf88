#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "tools/target.hpp"

namespace toolhost::tools {

/// What is known of a prompt before it is asked for (MCP, "Prompts"). Immutable.
struct PromptDefinition final : Target {
    struct Argument {
        std::string name;
        bool is_required = false;
    };

    /// The MCP Prompt object, as the plugin wrote it but for the prefix.
    std::string json;
    std::vector<Argument> arguments;

    /// Refuses messages without a role or content of a type.
    [[nodiscard]] base::Result<Answer> read(std::string_view result_json) const override;

    /// What is wrong with these arguments, a JSON object; empty when nothing is.
    [[nodiscard]] std::string complaintAbout(const nlohmann::json& values) const;
};

/// Reads one MCP Prompt object as a plugin declares it. Refuses a name that no tool could have
/// either, and arguments that are not objects with names of their own.
base::Result<PromptDefinition> definePrompt(std::string_view prompt_json,
                                            const std::string& plugin,
                                            const std::string& prefix);

}  // namespace toolhost::tools
