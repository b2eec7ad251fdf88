#include <utility>

#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema::keywords {
namespace {

class AllOf final : public Keyword {
public:
    explicit AllOf(std::vector<const Node*> branches) : branches_(std::move(branches)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        Conjunction all(evaluation);
        for (const Node* const branch : branches_) {
            if (!all.goesOn(evaluation.check(*branch, instance))) break;
        }
        return all.holds();
    }

    void addInterest(Interest& interest) const override {
        for (const Node* const branch : branches_) {
            branch->addInterest(interest);
        }
    }

private:
    std::vector<const Node*> branches_;
};

class Negation final : public Keyword {
public:
    explicit Negation(const Node& forbidden) : forbidden_(forbidden) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        const Instance unobserved{instance.value, instance.location};
        if (!evaluation.checkQuietly(forbidden_, unobserved)) return true;
        return evaluation.fail(instance, [&] {
            return "must not be what the schema's 'not' describes" + got(instance);
        });
    }

private:
    const Node& forbidden_;
};

/// `if` with `then` and `else`, either of which may be absent.
class Conditional final : public Keyword {
public:
    Conditional(const Node& condition, const Node* then, const Node* otherwise)
        : condition_(condition), then_(then), otherwise_(otherwise) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        Evaluated evaluated;
        Evaluated* const observer = instance.evaluated != nullptr ? &evaluated : nullptr;
        const bool holds =
            evaluation.checkQuietly(condition_, {instance.value, instance.location, observer});
        if (holds && observer != nullptr) instance.evaluated->merge(evaluated);
        const Node* const branch = holds ? then_ : otherwise_;
        return branch == nullptr || evaluation.check(*branch, instance);
    }

private:
    const Node& condition_;
    const Node* then_;
    const Node* otherwise_;
};

}  // namespace

Built allOf(Source& source) {
    auto branches = source.subschemas("allOf");
    for (const Node* const branch : branches) {
        source.appliesAlways(branch);
    }
    return std::make_unique<AllOf>(std::move(branches));
}

Built negation(Source& source) {
    return std::make_unique<Negation>(*source.subschema("not"));
}

Built conditional(Source& source) {
    const Node* const condition = source.subschema("if");
    const Node* const then = source.subschema("then");
    const Node* const otherwise = source.subschema("else");
    if (condition == nullptr) return nullptr;
    return std::make_unique<Conditional>(*condition, then, otherwise);
}

}  // namespace toolhost::schema::keywords
