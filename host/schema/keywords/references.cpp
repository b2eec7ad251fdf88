#include <utility>

#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"

namespace toolhost::schema::keywords {
namespace {

class Reference final : public Keyword {
public:
    explicit Reference(const Node& target) : target_(target) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        return evaluation.check(target_, instance);
    }

private:
    const Node& target_;
};

class DynamicReference final : public Keyword {
public:
    DynamicReference(std::string anchor, const Node& target)
        : anchor_(std::move(anchor)), target_(target) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        return evaluation.check(evaluation.dynamicTarget(anchor_, target_), instance);
    }

private:
    std::string anchor_;
    const Node& target_;
};

Built staticReference(Source& source, const char* keyword) {
    const Node* const target = source.reference(keyword);
    if (target == nullptr) return nullptr;
    source.appliesAlways(target);
    return std::make_unique<Reference>(*target);
}

}  // namespace

Built reference(Source& source) {
    return staticReference(source, "$ref");
}

Built dynamicReference(Source& source) {
    auto anchor = source.dynamicAnchor("$dynamicRef");
    if (!anchor) return staticReference(source, "$dynamicRef");
    return std::make_unique<DynamicReference>(std::move(*anchor), *source.reference("$dynamicRef"));
}

}  // namespace toolhost::schema::keywords
