#include "schema/evaluation.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "schema/rendering.hpp"
#include "schema/text.hpp"

namespace toolhost::schema {
namespace {

using nlohmann::json;

// What matching a pattern costs, in steps. An easy match is held to the steps it is charged for.
constexpr std::size_t kMatchStepsPerStep = 16;
constexpr std::size_t kMatchCost = 16;
constexpr std::size_t kMatchBytesPerStep = 4;
// A hard one, first linearly: a long text may take an eighth of all steps, not more.
constexpr std::size_t kLinearCost = 10'000;
constexpr std::size_t kLinearStepsPerByte = 4;
constexpr std::size_t kLinearShare = 8;
// Then by backtracking once more.
constexpr std::uint32_t kHardMatchSteps = 1'000'000;
constexpr std::size_t kPatternBytesShown = 80;

/// Whether any value lies deeper than `levels_max` levels. Does not recurse: the instance may be of
/// any depth.
bool isDeeperThan(const json& root, std::size_t levels_max) {
    std::vector<std::pair<const json*, std::size_t>> open;
    if (root.is_structured()) open.emplace_back(&root, 1);
    while (!open.empty()) {
        const auto [value, level] = open.back();
        open.pop_back();
        if (level > levels_max) return true;
        for (const auto& child : *value) {
            if (child.is_structured()) open.emplace_back(&child, level + 1);
        }
    }
    return false;
}

}  // namespace

/// The time a node is being applied: one level deeper, its resource in the dynamic scope.
class Evaluation::Entered {
public:
    Entered(Evaluation& evaluation, const Node& node) : evaluation_(evaluation) {
        ++evaluation_.depth_;
        auto& scopes = evaluation_.scopes_;
        if (node.scope->dynamic_anchors.empty()) return;
        // The outermost occurrence decides, so a second one changes nothing.
        if (std::find(scopes.begin(), scopes.end(), node.scope) != scopes.end()) return;
        scopes.push_back(node.scope);
        in_scope_ = true;
    }
    Entered(const Entered&) = delete;
    Entered& operator=(const Entered&) = delete;
    ~Entered() {
        if (in_scope_) evaluation_.scopes_.pop_back();
        --evaluation_.depth_;
    }

private:
    Evaluation& evaluation_;
    bool in_scope_ = false;
};

std::vector<Violation> Evaluation::run(const json& value) {
    const Location whole;
    const Instance instance{value, whole};
    const std::size_t levels_max = program_.bounds.instance_depth_max;
    if (isDeeperThan(value, levels_max)) {
        giveUp(instance, "is nested deeper than " + counted(levels_max, "level"));
    } else if (!check(*program_.root, instance) && found_.empty() && !given_up_) {
        report(whole, "does not conform to the schema");
    }
    if (given_up_) found_.push_back(std::move(*given_up_));
    return std::move(found_);
}

bool Evaluation::check(const Node& node, const Instance& instance) {
    if (node.kind == Node::Kind::Anything) return true;
    if (!spend(1, instance)) return false;
    if (node.kind == Node::Kind::Nothing) return fail(instance, [] { return "is not allowed"; });
    if (depth_ >= program_.bounds.evaluation_depth_max) {
        return giveUp(instance,
                      "could not be checked: the schema refers to itself more than " +
                          counted(depth_, "level") + " deep here");
    }
    const Entered entered(*this, node);
    return node.unevaluated.empty() ? checkKeywords(node, instance)
                                    : checkCollecting(node, instance);
}

bool Evaluation::checkKeywords(const Node& node, const Instance& instance) {
    if (!node.types.empty() && !node.types.holds(instance.value)) {
        return fail(instance, [&] { return "must be " + node.types.describe() + got(instance); });
    }
    return checkAll(node.keywords, instance);
}

bool Evaluation::checkAll(const std::vector<std::unique_ptr<const Keyword>>& keywords,
                          const Instance& instance) {
    Conjunction all(*this);
    for (const auto& keyword : keywords) {
        if (!all.goesOn(keyword->check(*this, instance))) break;
    }
    return all.holds();
}

bool Evaluation::checkCollecting(const Node& node, const Instance& instance) {
    Evaluated evaluated;
    const Instance observed{instance.value, instance.location, &evaluated};
    if (!checkKeywords(node, observed) || !checkAll(node.unevaluated, observed)) return false;
    if (instance.evaluated != nullptr) instance.evaluated->merge(evaluated);
    return true;
}

bool Evaluation::checkQuietly(const Node& node, const Instance& instance) {
    auto* const violations = std::exchange(violations_, nullptr);
    const bool conforms = check(node, instance);
    violations_ = violations;
    return conforms;
}

std::vector<Violation> Evaluation::explain(const Node& node, const Instance& instance) {
    std::vector<Violation> why;
    if (!wantsMore() || explaining_ >= kExplainedLevels) return why;
    auto* const violations = std::exchange(violations_, &why);
    ++explaining_;
    check(node, {instance.value, instance.location});
    --explaining_;
    violations_ = violations;
    return why;
}

bool Evaluation::spend(std::size_t steps, const Instance& instance) {
    if (given_up_) return false;
    steps_ += steps;
    if (steps_ <= program_.bounds.evaluation_steps_max) return true;
    return giveUp(instance,
                  "could not be checked: checking the whole value takes more work than is allowed; "
                  "send a smaller one");
}

bool Evaluation::matches(const Pattern& pattern, std::string_view text, const Instance& instance) {
    const std::size_t cost = kMatchCost + text.size() / kMatchBytesPerStep;
    if (!spend(cost, instance)) return false;
    const auto verdict =
        pattern.search(text, static_cast<std::uint32_t>(cost * kMatchStepsPerStep), match_space_);
    if (verdict == Pattern::Verdict::GaveUp) return decide(pattern, text, instance);
    return verdict == Pattern::Verdict::Found;
}

bool Evaluation::decide(const Pattern& pattern, std::string_view text, const Instance& instance) {
    const std::size_t cost = std::min(kLinearCost + text.size() * kLinearStepsPerByte,
                                      program_.bounds.evaluation_steps_max / kLinearShare);
    if (!spend(cost, instance)) return false;
    auto verdict = pattern.searchLinearly(text);
    if (verdict == Pattern::Verdict::GaveUp) {
        if (!spend(kHardMatchSteps / kMatchStepsPerStep, instance)) return false;
        verdict = pattern.search(text, kHardMatchSteps, match_space_);
    }
    if (verdict != Pattern::Verdict::GaveUp) return verdict == Pattern::Verdict::Found;
    return giveUp(instance,
                  "could not be checked against the pattern " +
                      shortened(pattern.source(), kPatternBytesShown) +
                      ": matching gave up, as the pattern backtracks too much on this text of " +
                      counted(text.size(), "byte"));
}

const Node& Evaluation::dynamicTarget(std::string_view anchor, const Node& otherwise) const {
    for (const Scope* scope : scopes_) {
        if (const auto found = scope->dynamic_anchors.find(anchor);
            found != scope->dynamic_anchors.end()) {
            return *found->second;
        }
    }
    return otherwise;
}

void Evaluation::report(const Location& location, std::string_view expectation) {
    violations_->push_back({location.pointer(), location.name() + " " + std::string(expectation)});
}

bool Evaluation::giveUp(const Instance& instance, std::string why) {
    if (!given_up_) {
        given_up_ = {instance.location.pointer(), instance.location.name() + " " + std::move(why)};
    }
    return false;
}

}  // namespace toolhost::schema
