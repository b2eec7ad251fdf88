#pragma once

#include <compare>
#include <nlohmann/json_fwd.hpp>

namespace toolhost::schema {

/// The order of two JSON numbers by their exact values, whatever their C++ types: 1 equals 1.0, and
/// 2^53+1 is above 2^53 as a double. Unordered only for NaN, which no JSON text holds.
std::partial_ordering compareNumbers(const nlohmann::json& one, const nlohmann::json& other);

/// Whether a JSON number has no fraction; 1.0 is an integer.
bool isInteger(const nlohmann::json& number);

/// Whether the value is a whole multiple of the divisor (above 0), both read as the shortest
/// decimals that stand for them: 19.99 is a multiple of 0.01.
bool isMultipleOf(const nlohmann::json& value, const nlohmann::json& divisor);

}  // namespace toolhost::schema
