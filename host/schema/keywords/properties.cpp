#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema::keywords {
namespace {

using nlohmann::json;

constexpr std::size_t kNamesShown = 20;

struct NamePattern {
    std::shared_ptr<const Pattern> pattern;  // shared by all keywords of the same pattern
    const Node* node = nullptr;
};

/// `properties`, `patternProperties` and `additionalProperties`: one walk over the members.
class Properties final : public Keyword {
public:
    Properties(std::vector<NamedNode> named, std::vector<NamePattern> patterns, const Node* others)
        : named_(std::move(named)), patterns_(std::move(patterns)), others_(others) {
        std::sort(named_.begin(), named_.end());
    }

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_object()) return true;
        Conjunction all(evaluation);
        for (auto member = instance.value.begin(); member != instance.value.end(); ++member) {
            const Location location(instance.location, member.key());
            const Member checked{member.key(), {*member, location}, instance};
            if (!all.goesOn(checkMember(checked, evaluation))) break;
        }
        return all.holds();
    }

    void addInterest(Interest& interest) const override {
        const bool looks_into_others = others_ != nullptr && others_->kind == Node::Kind::Keywords;
        if (looks_into_others || !patterns_.empty()) return interest.addAll();
        if (others_ != nullptr) interest.addNames();
        for (const auto& [name, node] : named_) {
            node->addInterest(interest.member(name));
        }
    }

private:
    struct Member {
        const std::string& name;
        Instance value;
        const Instance& object;
    };

    bool checkMember(const Member& member, Evaluation& evaluation) const {
        Conjunction all(evaluation);
        bool applied = false;
        if (const Node* const node = find(member.name)) {
            applied = true;
            if (!all.goesOn(evaluation.check(*node, member.value))) return false;
        }
        for (const auto& [pattern, node] : patterns_) {
            if (!evaluation.matches(*pattern, member.name, member.value)) continue;
            applied = true;
            if (!all.goesOn(evaluation.check(*node, member.value))) return false;
        }
        if (!applied && others_ != nullptr) {
            applied = true;
            all.goesOn(checkOther(member, evaluation));
        }
        if (applied && member.object.evaluated != nullptr) {
            member.object.evaluated->add(member.value.value);
        }
        return all.holds();
    }

    bool checkOther(const Member& member, Evaluation& evaluation) const {
        if (others_->kind != Node::Kind::Nothing) return evaluation.check(*others_, member.value);
        return evaluation.fail(member.value, [&] { return unknown(member.name); });
    }

    [[nodiscard]] const Node* find(const std::string& name) const {
        const auto found = std::lower_bound(
            named_.begin(), named_.end(), name, [](const NamedNode& entry, const auto& wanted) {
                return entry.first < wanted;
            });
        return found != named_.end() && found->first == name ? found->second : nullptr;
    }

    [[nodiscard]] std::string unknown(const std::string& name) const {
        std::vector<std::string> known;
        for (const auto& entry : named_) {
            known.push_back(entry.first);
        }
        const std::string suggestion = base::didYouMean(name, known);
        if (!suggestion.empty()) return "is not a known property" + suggestion;
        if (known.empty()) return "is not allowed: no such property is known";
        const std::string more = known.size() > kNamesShown ? ", …" : "";
        known.resize(std::min(known.size(), kNamesShown));
        return "is not a known property; known are " + base::join(known, ", ") + more;
    }

    std::vector<NamedNode> named_;  // sorted
    std::vector<NamePattern> patterns_;
    const Node* others_;
};

std::vector<NamePattern> patternsOf(Source& source) {
    std::vector<NamePattern> patterns;
    for (const auto& [text, node] : source.subschemasByName("patternProperties")) {
        patterns.push_back({source.pattern(text, "/patternProperties"), node});
    }
    return patterns;
}

}  // namespace

Built properties(Source& source) {
    return std::make_unique<Properties>(source.subschemasByName("properties"),
                                        patternsOf(source),
                                        source.subschema("additionalProperties"));
}

}  // namespace toolhost::schema::keywords
