#pragma once

#include <optional>

#include "simulator/records.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// The data policies of the record's class and what it extends: fields that must not be empty while
/// another has certain values. The refusal names all that are.
std::optional<Refusal> checkDataPolicies(const Schema& schema, const Record& record);

}  // namespace toolhost::sim
