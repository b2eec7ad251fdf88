#pragma once

#include <string_view>

namespace toolhost::schema {

/// The JSON text of a 2020-12 metaschema by its URI, "" for any other URI.
std::string_view metaschemaText(std::string_view uri);

}  // namespace toolhost::schema
