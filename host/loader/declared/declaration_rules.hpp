#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "base/result.hpp"

namespace toolhost::loader {

/// What a schema cannot say of a tool whose form is right: which members its operation takes, that
/// names are there once, that the filter can be understood and a default is what its parameter
/// takes. `pointer` is where the tool stands in the document; the error begins with a place below
/// it.
base::Result<base::Done> checkRules(const nlohmann::json& tool, const std::string& pointer);

}  // namespace toolhost::loader
