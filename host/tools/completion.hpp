#pragma once

#include <string>
#include <string_view>

#include "tools/prompt.hpp"
#include "tools/resource.hpp"
#include "tools/target.hpp"

namespace toolhost::tools {

/// What completes the arguments of a prompt, or the variables of a resource template (MCP,
/// "Completion"). Immutable.
struct CompletionDefinition final : Target {
    /// At most 100 values go out, with a word that there are more.
    [[nodiscard]] base::Result<Answer> read(std::string_view result_json) const override;
};

/// What completes that prompt's arguments; its name is "ref/prompt" and the prompt's.
CompletionDefinition completionOf(const PromptDefinition& prompt);
/// What completes that template's variables; its name is "ref/resource" and the uriTemplate.
CompletionDefinition completionOf(const ResourceDefinition& resource);

/// The name of what completes for that reference.
std::string completionName(std::string_view reference_type, std::string_view name);

}  // namespace toolhost::tools
