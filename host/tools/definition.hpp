#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "schema/schema.hpp"

namespace toolhost::tools {

/// What is known of a tool before it is called. Immutable.
struct Definition {
    /// The name clients call, with the admin's prefix.
    std::string name;
    /// The name the plugin declared.
    std::string local_name;
    /// The plugin's id.
    std::string plugin;
    /// The MCP Tool object, as the plugin wrote it but for the prefix.
    std::string json;
    schema::Schema input;
    std::optional<schema::Schema> output;
    /// annotations.readOnlyHint: the tool says that it changes nothing anywhere.
    bool is_read_only = false;
};

/// Reads one MCP Tool object as a plugin declares it. Refuses a name that is not
/// [a-z0-9_]{1,50} (with its prefix), a missing description, a schema that is no JSON Schema
/// 2020-12 or whose root is not an object.
base::Result<Definition> define(std::string_view tool_json,
                                const std::string& plugin,
                                const std::string& prefix);

}  // namespace toolhost::tools
