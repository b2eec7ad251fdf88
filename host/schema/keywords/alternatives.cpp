#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema::keywords {
namespace {

using Branches = std::vector<const Node*>;
using Explanation = std::vector<Violation>;

constexpr std::size_t kProblemsShown = 3;

/// Checks a branch, passing on which children it evaluated when it holds.
bool holds(const Node& branch, Evaluation& evaluation, const Instance& instance) {
    if (instance.evaluated == nullptr) return evaluation.checkQuietly(branch, instance);
    Evaluated evaluated;
    const Instance observed{instance.value, instance.location, &evaluated};
    if (!evaluation.checkQuietly(branch, observed)) return false;
    instance.evaluated->merge(evaluated);
    return true;
}

void addInterestOf(const Branches& branches, Interest& interest) {
    for (const Node* const branch : branches) {
        branch->addInterest(interest);
    }
}

/// How far into the instance a branch got before it failed.
std::size_t depthReached(const Explanation& why) {
    std::size_t depth = 0;
    for (const auto& violation : why) {
        depth = std::max(depth, violation.path.size());
    }
    return depth;
}

/// Whether a branch is nearer to what the instance was meant to be than another.
bool isNearer(const Explanation& one, const Explanation& other) {
    if (depthReached(one) != depthReached(other)) return depthReached(one) > depthReached(other);
    return one.size() < other.size();
}

std::string joined(const Explanation& why) {
    std::vector<std::string> messages;
    for (std::size_t i = 0; i < std::min(why.size(), kProblemsShown); ++i) {
        messages.push_back(why[i].message);
    }
    return base::join(messages, "; ");
}

/// Why none of the branches holds: the nearest one's problems.
std::string whyNone(const Branches& branches, Evaluation& evaluation, const Instance& instance) {
    std::vector<Explanation> explained;
    for (const Node* const branch : branches) {
        explained.push_back(evaluation.explain(*branch, instance));
    }
    const auto nearest = std::min_element(explained.begin(), explained.end(), isNearer);
    const std::string count = counted(branches.size(), "alternative");
    if (nearest->empty()) return "must match one of " + count + " (matches none)";
    return "must match one of " + count + "; the nearest is alternative " +
           std::to_string(nearest - explained.begin() + 1) + ": " + joined(*nearest);
}

bool failNone(const Branches& branches, Evaluation& evaluation, const Instance& instance) {
    return evaluation.fail(instance, [&] { return whyNone(branches, evaluation, instance); });
}

class AnyOf final : public Keyword {
public:
    explicit AnyOf(Branches branches) : branches_(std::move(branches)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        bool any = false;
        for (const Node* const branch : branches_) {
            any = holds(*branch, evaluation, instance) || any;
            // Who asks for evaluated children needs those of every branch that holds.
            if (any && instance.evaluated == nullptr) return true;
        }
        return any || failNone(branches_, evaluation, instance);
    }

    void addInterest(Interest& interest) const override { addInterestOf(branches_, interest); }

private:
    Branches branches_;
};

class OneOf final : public Keyword {
public:
    explicit OneOf(Branches branches) : branches_(std::move(branches)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        std::size_t matched = 0;  // counted from 1
        for (std::size_t i = 0; i < branches_.size(); ++i) {
            if (!holds(*branches_[i], evaluation, instance)) continue;
            if (matched != 0) return failBoth(evaluation, instance, matched, i + 1);
            matched = i + 1;
        }
        return matched != 0 || failNone(branches_, evaluation, instance);
    }

    void addInterest(Interest& interest) const override { addInterestOf(branches_, interest); }

private:
    bool failBoth(Evaluation& evaluation,
                  const Instance& instance,
                  std::size_t one,
                  std::size_t other) const {
        return evaluation.fail(instance, [&] {
            return "must match exactly one of " + counted(branches_.size(), "alternative") +
                   " (matches both " + std::to_string(one) + " and " + std::to_string(other) + ")";
        });
    }

    Branches branches_;
};

}  // namespace

Built anyOf(Source& source) {
    return std::make_unique<AnyOf>(source.subschemas("anyOf"));
}

Built oneOf(Source& source) {
    return std::make_unique<OneOf>(source.subschemas("oneOf"));
}

}  // namespace toolhost::schema::keywords
