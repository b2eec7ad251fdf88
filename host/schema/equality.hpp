#pragma once

#include <nlohmann/json_fwd.hpp>

namespace toolhost::schema {

/// A total order of JSON values: negative, zero or positive. Zero means equal as JSON Schema counts
/// it (core §4.2.2): numbers by value, so 1 equals 1.0; objects whatever the order of their
/// members; and false is not 0. Recurses as deep as the shallower of the two.
int order(const nlohmann::json& one, const nlohmann::json& other);

inline bool equal(const nlohmann::json& one, const nlohmann::json& other) {
    return order(one, other) == 0;
}

}  // namespace toolhost::schema
