#include "schema/evaluated.hpp"

#include <algorithm>
#include <functional>

namespace toolhost::schema {

void Evaluated::merge(const Evaluated& other) {
    all_ = all_ || other.all_;
    children_.insert(children_.end(), other.children_.begin(), other.children_.end());
    sorted_ = children_.empty();
}

bool Evaluated::contains(const nlohmann::json& child) {
    if (all_) return true;
    if (!sorted_) std::sort(children_.begin(), children_.end(), std::less<>());
    sorted_ = true;
    return std::binary_search(children_.begin(), children_.end(), &child, std::less<>());
}

}  // namespace toolhost::schema
