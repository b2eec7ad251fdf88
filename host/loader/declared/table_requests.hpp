#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "loader/declared/declaration.hpp"

namespace toolhost::loader {

// What the ServiceNow service is asked for a call of a declared tool (sdk/SERVICES.md). Conditions
// of the declaration and of the caller are joined by AND as trees, so that no value of a caller can
// be anything but a value. Arguments are as the tool's inputSchema lets them through; what is not
// is left to the service to refuse.

/// The records of a list.
nlohmann::json listRequest(const DeclaredTool& tool, const nlohmann::json& arguments);

/// The record that the caller names, if it fulfils the tool's conditions, with those fields. Two
/// are asked for, so that a name that is not one record's is noticed.
nlohmann::json findRequest(const DeclaredTool& tool,
                           const nlohmann::json& arguments,
                           const std::vector<std::string>& fields);

/// A new record, or a change of that one.
nlohmann::json createRequest(const DeclaredTool& tool, const nlohmann::json& arguments);
nlohmann::json updateRequest(const DeclaredTool& tool,
                             const nlohmann::json& arguments,
                             const std::string& sys_id);

}  // namespace toolhost::loader
