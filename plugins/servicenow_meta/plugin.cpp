// Three tools that reach every ServiceNow table as the calling user: discover what is there, query
// it, write it.
#include <toolhost/plugin.hpp>

#include "discover.hpp"
#include "filter_schema.hpp"
#include "query.hpp"
#include "write.hpp"

namespace servicenow_meta {
namespace {

using namespace toolhost::sdk;

/// The schema of an input struct; `instance` is in it only where there is a choice.
template <typename Input>
SchemaJson inputSchemaFor(const Setup& setup) {
    SchemaJson schema = Codec<Input>::schema();
    const auto instances = setup.servicenowInstances();
    if (instances.size() > 1) {
        schema["properties"]["instance"]["enum"] = instances;
    } else {
        schema["properties"].erase("instance");
    }
    return schema;
}

/// The input of `query`: what its fields say, and how a filter is built.
SchemaJson querySchemaFor(const Setup& setup) {
    SchemaJson schema = inputSchemaFor<QueryInput>(setup);
    schema["properties"]["filter"] = filterSchema();
    return schema;
}

Plugin make(const Setup& setup) {
    Plugin plugin;
    plugin.tool("discover", kDiscoverDescription, discover)
        .title("Discover ServiceNow tables and fields")
        .inputSchema(inputSchemaFor<DiscoverInput>(setup))
        .outputSchema(discoverOutputSchema())
        .readOnly()
        .idempotent();
    plugin.tool("query", kQueryDescription, query)
        .title("Query ServiceNow records")
        .inputSchema(querySchemaFor(setup))
        .outputSchema(queryOutputSchema())
        .readOnly()
        .idempotent();
    plugin.tool("write", kWriteDescription, write)
        .title("Create, update or delete a ServiceNow record")
        .inputSchema(inputSchemaFor<WriteInput>(setup))
        .outputSchema(writeOutputSchema())
        .destructive();
    return plugin;
}

}  // namespace
}  // namespace servicenow_meta

TOOLHOST_PLUGIN("com.toolhost.servicenow-meta", "0.1.0", servicenow_meta::make);
