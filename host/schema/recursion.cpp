#include "schema/recursion.hpp"

namespace toolhost::schema {

bool Recursion::isEndless(const Node* node) {
    std::vector<const Node*> path{node};
    while (!path.empty()) {
        const Node* const top = path.back();
        const auto [mark, is_new] = marks_.emplace(top, Mark::Open);
        if (is_new) {
            if (openNext(top, path)) return true;
        } else {
            mark->second = Mark::Closed;
            path.pop_back();
        }
    }
    return false;
}

/// Puts what the node applies on the path; true when some of it is being walked already.
bool Recursion::openNext(const Node* node, std::vector<const Node*>& path) {
    const auto applied = applied_.find(node);
    if (applied == applied_.end()) return false;
    for (const Node* const other : applied->second) {
        const auto seen = marks_.find(other);
        if (seen == marks_.end()) path.push_back(other);
        if (seen != marks_.end() && seen->second == Mark::Open) return true;
    }
    return false;
}

}  // namespace toolhost::schema
