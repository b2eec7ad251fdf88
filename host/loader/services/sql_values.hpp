#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/result.hpp"
#include "store/guest_database.hpp"

namespace toolhost::loader {

/// Reads `{"sql", "parameters" []}`. A parameter is null, true or false (1, 0), a number, a text,
/// or
/// `{"base64"}` for bytes.
base::Result<store::GuestStatement> readStatement(const nlohmann::json& statement);

/// The same for a list of 1 to 256.
base::Result<std::vector<store::GuestStatement>> readStatements(const nlohmann::json& statements);

/// `{"columns" [], "rows" [[]], "changes", "is_cut"}`, values as they are read.
nlohmann::json jsonOf(const store::GuestRows& rows);

}  // namespace toolhost::loader
