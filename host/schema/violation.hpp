#pragma once

#include <string>
#include <vector>

namespace toolhost::schema {

/// One way in which an instance does not conform to a schema.
struct Violation {
    /// JSON Pointer (RFC 6901) to the offending value in the instance; "" for the whole of it.
    std::string path;
    /// Names the field and what is expected of it, so that a model can correct itself:
    /// `priority must be one of 1, 2, 3 (got "high")`.
    std::string message;
};

/// All violations as one text for a tool error; "" when there are none.
std::string describe(const std::vector<Violation>& violations);

}  // namespace toolhost::schema
