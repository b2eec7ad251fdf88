#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "schema/schema.hpp"
#include "tools/host_terms.hpp"
#include "tools/mirrored_argument.hpp"
#include "tools/target.hpp"

namespace toolhost::tools {

/// What is known of a tool before it is called. Immutable.
struct Definition final : Target {
    explicit Definition(schema::Schema of_arguments) : input(std::move(of_arguments)) {}

    /// The MCP Tool object, as the plugin wrote it but for the prefix and what it says to the host.
    std::string json;
    schema::Schema input;
    std::optional<schema::Schema> output;
    std::vector<MirroredArgument> mirrored;
    /// A second call with the same arguments changes nothing more.
    bool is_idempotent = false;
    AsTask as_task = AsTask::WhenSlow;

    [[nodiscard]] base::Result<Answer> read(std::string_view result_json) const override;
};

/// Whether tools and prompts may be called so: [a-z0-9_]{1,50}.
bool isName(std::string_view name);

/// Reads one MCP Tool object as a plugin declares it. Refuses a name that is not
/// [a-z0-9_]{1,50} (with its prefix), a missing description, a schema that is no JSON Schema
/// 2020-12 or whose root is not an object.
base::Result<Definition> define(std::string_view tool_json,
                                const std::string& plugin,
                                const std::string& prefix);

}  // namespace toolhost::tools
