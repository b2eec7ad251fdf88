#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "tools/target.hpp"
#include "tools/uri_template.hpp"

namespace toolhost::tools {

/// What is known of a resource, or of a template for many, before it is read (MCP, "Resources").
/// Its name is its URI or its uriTemplate. Immutable.
struct ResourceDefinition final : Target {
    /// The MCP Resource or ResourceTemplate object as the plugin wrote it.
    std::string json;
    /// Of a template.
    std::optional<UriTemplate> pattern;

    /// Refuses empty contents, and one without a URI or with other than one of text and blob.
    [[nodiscard]] base::Result<Answer> read(std::string_view result_json) const override;
};

/// Reads one MCP Resource object as a plugin declares it. Refuses what is no absolute URI, and one
/// without a name.
base::Result<ResourceDefinition> defineResource(std::string_view resource_json,
                                                const std::string& plugin);

/// The same for a ResourceTemplate object; see UriTemplate for what it may say.
base::Result<ResourceDefinition> defineResourceTemplate(std::string_view template_json,
                                                        const std::string& plugin);

}  // namespace toolhost::tools
