#pragma once

#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "schema/evaluated.hpp"
#include "schema/interest.hpp"
#include "schema/location.hpp"
#include "schema/options.hpp"
#include "schema/types.hpp"

namespace toolhost::schema {

class Evaluation;

/// A value under check and where it stands. Borrows all three.
struct Instance {
    const nlohmann::json& value;
    const Location& location;
    Evaluated* evaluated = nullptr;  ///< told which children were evaluated; nullptr: nobody asks
};

/// One keyword of a schema, compiled. Immutable, so any number of checks may use it at once.
class Keyword {
public:
    Keyword() = default;
    Keyword(const Keyword&) = delete;
    Keyword& operator=(const Keyword&) = delete;
    virtual ~Keyword() = default;

    /// Whether the instance satisfies the keyword. Reports through the evaluation why not.
    virtual bool check(Evaluation& evaluation, const Instance& instance) const = 0;

    /// Adds what check() looks at in an instance, or more.
    virtual void addInterest(Interest& interest) const { interest.addAll(); }
};

struct Node;

/// What one schema resource adds to the dynamic scope (core §8.2.3.2): its `$dynamicAnchor`s.
struct Scope {
    std::map<std::string, const Node*, std::less<>> dynamic_anchors;
};

/// One schema or subschema, compiled.
struct Node {
    enum class Kind { Anything, Nothing, Keywords };

    Kind kind = Kind::Keywords;
    TypeSet types;  ///< `type`; a value of another type is not looked at further
    std::vector<std::unique_ptr<const Keyword>> keywords;
    /// `unevaluatedItems` and `unevaluatedProperties`: applied last, when all else holds.
    std::vector<std::unique_ptr<const Keyword>> unevaluated;
    const Scope* scope = nullptr;

    /// Adds what is looked at in a value that the schema is applied to.
    void addInterest(Interest& interest) const;
};

/// A compiled schema with everything it refers to. Deques, because nodes point at one another.
struct Program {
    std::deque<Node> nodes;
    std::deque<Scope> scopes;
    const Node* root = nullptr;
    Interest interest;  ///< the root's
    Bounds bounds;
};

}  // namespace toolhost::schema
