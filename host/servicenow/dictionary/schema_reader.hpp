#pragma once

#include <string>

#include "servicenow/dictionary/table_schema.hpp"
#include "servicenow/exchange/exchange.hpp"

namespace toolhost::servicenow {

/// Reads a table's effective schema: the tables it extends (sys_db_object), their columns
/// (sys_dictionary) and what lower tables change about them (sys_dictionary_override). What this
/// user may not read of it becomes a notice; only what has another cause is a problem. [any thread]
void readSchema(Endpoint& endpoint,
                const Caller& caller,
                const std::string& table,
                Then<SchemaPointer> then);

}  // namespace toolhost::servicenow
