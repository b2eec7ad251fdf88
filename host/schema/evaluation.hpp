#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "schema/node.hpp"
#include "schema/patterns/pattern.hpp"
#include "schema/violation.hpp"

namespace toolhost::schema {

/// One check of one instance: what it has cost, where it stands in the dynamic scope, and what it
/// found. Used by one thread, once.
class Evaluation {
public:
    explicit Evaluation(const Program& program) : program_(program) {}
    Evaluation(const Evaluation&) = delete;
    Evaluation& operator=(const Evaluation&) = delete;
    ~Evaluation() = default;

    /// The whole check: the violations, none when the instance conforms.
    std::vector<Violation> run(const nlohmann::json& value);

    /// Whether the instance conforms to a subschema; reports why not.
    bool check(const Node& node, const Instance& instance);

    /// Whether it conforms, reporting nothing: for branches that may fail.
    bool checkQuietly(const Node& node, const Instance& instance);

    /// Why the instance does not conform to a subschema that it failed. Empty when nobody will read
    /// it, or below kExplainedLevels of alternatives within alternatives (each level repeats work).
    std::vector<Violation> explain(const Node& node, const Instance& instance);

    /// Reports that the instance `say()`s wrong ("must be …"); the text is made only when it is
    /// wanted. Always false.
    template <typename Say>
    bool fail(const Instance& instance, Say say) {
        if (wantsMore()) report(instance.location, say());
        return false;
    }

    /// As fail(), for a sentence that brings its own subject.
    template <typename Say>
    bool failInWords(const Instance& instance, Say say) {
        if (wantsMore()) violations_->push_back({instance.location.pointer(), say()});
        return false;
    }

    /// Whether further violations would be reported; when not, the first failure settles a schema.
    [[nodiscard]] bool wantsMore() const {
        return violations_ != nullptr && !given_up_ &&
               violations_->size() < program_.bounds.violations_max;
    }

    /// Counts work. False, and the whole check given up, when the bound is passed.
    bool spend(std::size_t steps, const Instance& instance);

    /// Whether the pattern is found in the text. A pattern that cannot be decided within bounds
    /// gives the whole check up: neither answer would be true.
    bool matches(const Pattern& pattern, std::string_view text, const Instance& instance);

    /// The outermost `$dynamicAnchor` of this name in the dynamic scope, else the given node.
    [[nodiscard]] const Node& dynamicTarget(std::string_view anchor, const Node& otherwise) const;

private:
    class Entered;

    static constexpr std::size_t kExplainedLevels = 3;

    bool checkKeywords(const Node& node, const Instance& instance);
    bool checkAll(const std::vector<std::unique_ptr<const Keyword>>& keywords,
                  const Instance& instance);
    bool checkCollecting(const Node& node, const Instance& instance);
    bool decide(const Pattern& pattern, std::string_view text, const Instance& instance);
    void report(const Location& location, std::string_view expectation);
    bool giveUp(const Instance& instance, std::string why);

    const Program& program_;
    std::vector<Violation> found_;
    std::vector<Violation>* violations_ = &found_;  // nullptr while nothing is to be reported
    std::optional<Violation> given_up_;
    std::vector<const Scope*> scopes_;  // outermost first, each resource once
    MatchSpace match_space_;
    std::size_t steps_ = 0;
    std::size_t depth_ = 0;
    std::size_t explaining_ = 0;
};

/// Gathers whether all of several checks hold, going on after a failure only while there are
/// violations to report.
class Conjunction {
public:
    explicit Conjunction(const Evaluation& evaluation) : evaluation_(evaluation) {}

    /// Counts one check; false when the rest need not be made.
    bool goesOn(bool held) {
        holds_ = holds_ && held;
        return held || evaluation_.wantsMore();
    }
    [[nodiscard]] bool holds() const { return holds_; }

private:
    const Evaluation& evaluation_;
    bool holds_ = true;
};

}  // namespace toolhost::schema
