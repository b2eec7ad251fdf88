#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "tools/answer.hpp"

namespace toolhost::tools {

/// What a request can ask a plugin for, whatever MCP calls it: what is known of a tool, a prompt or
/// a resource before it is called. Immutable.
struct Target {
    Target() = default;
    Target(const Target&) = default;
    Target(Target&&) = default;
    Target& operator=(const Target&) = default;
    Target& operator=(Target&&) = default;
    virtual ~Target() = default;

    /// MCP's method ("tools/call"), and MCP's word for what it asks for ("tool").
    std::string_view method;
    std::string_view kind;
    /// The name clients use: with the admin's prefix, or a URI.
    std::string name;
    /// The name the plugin declared.
    std::string local_name;
    /// The plugin's id.
    std::string plugin;
    /// A call changes nothing anywhere.
    bool is_read_only = false;
    /// Whether a call may be answered with Questions.
    bool may_ask = true;
    /// The capabilities without which a client may not ask for it (MCP ClientCapabilities, JSON
    /// object text); empty for none.
    std::string required_capabilities;

    /// Reads the text of the result object a plugin gave and holds it to the target's promise. The
    /// error says how the plugin broke it.
    [[nodiscard]] virtual base::Result<Answer> read(std::string_view result_json) const = 0;
};

}  // namespace toolhost::tools
