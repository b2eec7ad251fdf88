#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace toolhost::schema {

/// A set of the seven types that `type` names. Empty means that the keyword is absent: any type.
class TypeSet {
public:
    /// Adds a type by its name; false when there is no such type.
    bool add(std::string_view name);

    /// Whether a value of the instance's type is in the set. 1.0 is an integer (validation §6.1.1).
    [[nodiscard]] bool holds(const nlohmann::json& instance) const;

    [[nodiscard]] bool has(std::string_view name) const;
    [[nodiscard]] bool empty() const { return bits_ == 0; }

    /// "a string", "an integer or null".
    [[nodiscard]] std::string describe() const;

private:
    unsigned bits_ = 0;
};

}  // namespace toolhost::schema
