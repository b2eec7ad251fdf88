#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "servicenow/instance.hpp"

namespace toolhost::servicenow {

/// Which column is meant by a name that is none, to follow the message that says so: " (did you
/// mean 'caller_id'?)". By what people call the columns, in their words or the dictionary's,
/// whatever the case and whether written with spaces or '_'; else by likeness. Empty when nothing
/// is near. `words` are null where they are not known.
std::string suggestColumn(const TableSchema& schema,
                          const Vocabulary* words,
                          std::string_view name);

/// Gives the problem of a request that cannot be read again, with the columns in it that are meant
/// where the request has labels, such as "Short description", in the place of field names. [any
/// thread]
void suggestFields(Instance& instance,
                   const Caller& caller,
                   const Json& request,
                   Problem problem,
                   const std::function<void(Problem)>& then);

}  // namespace toolhost::servicenow
