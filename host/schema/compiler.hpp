#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "schema/documents.hpp"
#include "schema/node.hpp"
#include "schema/patterns/pattern.hpp"
#include "schema/recursion.hpp"

namespace toolhost::schema {

class Source;

/// Turns the schemas of some documents into a program, one after the other from a list, so that
/// neither nesting nor references that go round make it recurse.
class Compiler {
public:
    Compiler(const Options& options, Program& program)
        : options_(options), program_(program), documents_(options) {}

    /// Compiles a schema and all it refers to; the program is complete when it succeeds.
    base::Result<base::Done> run(const nlohmann::json& schema);

    /// The node that the schema at a place has or will have.
    const Node* nodeAt(const Place& place);

    /// The place a reference leads to.
    base::Result<Place> resolve(const std::string& reference, const Place& from) {
        return documents_.resolve(reference, from);
    }
    [[nodiscard]] Place placeOf(const Subschema& subschema, const Place& parent) const {
        return documents_.placeOf(subschema, parent);
    }

    /// The pattern compiled; patterns of the same text are one.
    base::Result<std::shared_ptr<const Pattern>> patternOf(std::string_view text);

    /// Notes that whatever is checked against `node` is checked against `other` too.
    void addUnconditional(const Node* node, const Node* other) { recursion_.add(node, other); }

    [[nodiscard]] const Options& options() const { return options_; }

private:
    struct Pending {
        Place place;
        Node* node = nullptr;
    };

    base::Result<base::Done> build(const Pending& pending);
    base::Result<base::Done> buildKeywords(const Pending& pending);
    const Scope* scopeOf(const Resource& resource);
    base::Result<base::Done> refuseEndlessReferences();

    const Options& options_;
    Program& program_;
    Documents documents_;
    std::deque<Pending> pending_;  // in order; those before built_ are done
    std::size_t built_ = 0;
    std::unordered_map<const nlohmann::json*, Node*> nodes_;
    std::map<const Resource*, Scope*> scopes_;
    std::map<std::string, std::shared_ptr<const Pattern>, std::less<>> patterns_;
    Recursion recursion_;
};

}  // namespace toolhost::schema
