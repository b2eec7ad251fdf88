#include <nlohmann/json.hpp>

#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"

namespace toolhost::schema::keywords {
namespace {

bool checkChild(const Node& node, Evaluation& evaluation, const Instance& child) {
    if (node.kind != Node::Kind::Nothing) return evaluation.check(node, child);
    return evaluation.fail(
        child, [] { return "is not allowed: nothing else in the schema describes it"; });
}

class UnevaluatedItems final : public Keyword {
public:
    explicit UnevaluatedItems(const Node& node) : node_(node) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_array()) return true;
        Conjunction all(evaluation);
        for (std::size_t i = 0; i < instance.value.size(); ++i) {
            const Location location(instance.location, i);
            const auto& item = instance.value[i];
            if (instance.evaluated->contains(item)) continue;
            if (!all.goesOn(checkChild(node_, evaluation, {item, location}))) break;
        }
        instance.evaluated->addAll();
        return all.holds();
    }

private:
    const Node& node_;
};

class UnevaluatedProperties final : public Keyword {
public:
    explicit UnevaluatedProperties(const Node& node) : node_(node) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_object()) return true;
        Conjunction all(evaluation);
        for (auto member = instance.value.begin(); member != instance.value.end(); ++member) {
            const Location location(instance.location, member.key());
            if (instance.evaluated->contains(*member)) continue;
            if (!all.goesOn(checkChild(node_, evaluation, {*member, location}))) break;
        }
        instance.evaluated->addAll();
        return all.holds();
    }

private:
    const Node& node_;
};

}  // namespace

Built unevaluatedItems(Source& source) {
    return std::make_unique<UnevaluatedItems>(*source.subschema("unevaluatedItems"));
}

Built unevaluatedProperties(Source& source) {
    return std::make_unique<UnevaluatedProperties>(*source.subschema("unevaluatedProperties"));
}

}  // namespace toolhost::schema::keywords
