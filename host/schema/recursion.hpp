#pragma once

#include <unordered_map>
#include <vector>

namespace toolhost::schema {

struct Node;

/// Which schemas always apply which others to the same value, by `$ref` and `allOf`.
class Recursion {
public:
    /// Notes that `node` always applies `other`.
    void add(const Node* node, const Node* other) { applied_[node].push_back(other); }

    /// Whether applying the node would come back to itself whatever the value is. Each node is
    /// walked once over all calls, without recursing.
    bool isEndless(const Node* node);

private:
    enum class Mark { Open, Closed };

    bool openNext(const Node* node, std::vector<const Node*>& path);

    std::unordered_map<const Node*, std::vector<const Node*>> applied_;
    std::unordered_map<const Node*, Mark> marks_;
};

}  // namespace toolhost::schema
