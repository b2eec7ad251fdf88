#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

namespace toolhost::schema {

/// The children (members or items) of one instance that some subschema has applied to: what
/// `unevaluatedProperties` and `unevaluatedItems` leave alone. Kept only where one of them asks.
class Evaluated {
public:
    void add(const nlohmann::json& child) {
        children_.push_back(&child);
        sorted_ = false;
    }
    void addAll() { all_ = true; }
    void merge(const Evaluated& other);

    /// Whether that very child (by its address) was evaluated.
    [[nodiscard]] bool contains(const nlohmann::json& child);

private:
    std::vector<const nlohmann::json*> children_;
    bool sorted_ = true;
    bool all_ = false;
};

}  // namespace toolhost::schema
