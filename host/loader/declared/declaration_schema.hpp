#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::loader {

/// The JSON Schema of *.tools.json files.
std::string_view declarationSchema();

/// Whether the document has the form of a declaration. The error names the first places that have
/// not, and what is expected there.
base::Result<base::Done> checkForm(const nlohmann::json& document);

}  // namespace toolhost::loader
