#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

#include "base/result.hpp"
#include "tools/answer.hpp"

namespace toolhost::tools {

/// Reads a result object as its plugin wrote it: one valid JSON object in UTF-8 whose _meta, if
/// any, is an object. What protocol members it has of its own are dropped, for those are the
/// host's.
base::Result<ResultObject> readResultObject(std::string_view text);

/// Whether a JSON value is a content block: an object with a type.
bool isContentBlock(const nlohmann::json& block);

}  // namespace toolhost::tools
