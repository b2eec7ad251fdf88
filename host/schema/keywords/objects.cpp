#include <nlohmann/json.hpp>
#include <utility>

#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema::keywords {
namespace {

using nlohmann::json;

std::string nameOf(const std::string& member, const Instance& instance) {
    return Location(instance.location, member).name();
}

class Required final : public Keyword {
public:
    explicit Required(std::vector<std::string> names) : names_(std::move(names)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_object()) return true;
        Conjunction all(evaluation);
        for (const auto& name : names_) {
            if (!all.goesOn(has(name, evaluation, instance))) break;
        }
        return all.holds();
    }

    void addInterest(Interest& interest) const override {
        for (const auto& name : names_) {
            interest.member(name);
        }
    }

private:
    static bool has(const std::string& name, Evaluation& evaluation, const Instance& instance) {
        if (instance.value.contains(name)) return true;
        return evaluation.failInWords(
            instance, [&] { return nameOf(name, instance) + " is required but missing"; });
    }

    std::vector<std::string> names_;
};

class DependentRequired final : public Keyword {
public:
    explicit DependentRequired(std::vector<NamedNames> needs) : needs_(std::move(needs)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_object()) return true;
        Conjunction all(evaluation);
        for (const auto& need : needs_) {
            if (!all.goesOn(checkOne(need, evaluation, instance))) break;
        }
        return all.holds();
    }

private:
    static bool checkOne(const NamedNames& need, Evaluation& evaluation, const Instance& instance) {
        const auto& [member, names] = need;
        if (!instance.value.contains(member)) return true;
        Conjunction all(evaluation);
        for (const auto& name : names) {
            const bool has = instance.value.contains(name) || evaluation.failInWords(instance, [&] {
                return nameOf(name, instance) + " is required when " +
                       nameOf(need.first, instance) + " is given";
            });
            if (!all.goesOn(has)) break;
        }
        return all.holds();
    }

    std::vector<NamedNames> needs_;
};

class DependentSchemas final : public Keyword {
public:
    explicit DependentSchemas(std::vector<NamedNode> schemas) : schemas_(std::move(schemas)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_object()) return true;
        Conjunction all(evaluation);
        for (const auto& [member, node] : schemas_) {
            if (!instance.value.contains(member)) continue;
            if (!all.goesOn(evaluation.check(*node, instance))) break;
        }
        return all.holds();
    }

private:
    std::vector<NamedNode> schemas_;
};

class PropertyNames final : public Keyword {
public:
    explicit PropertyNames(const Node& names) : names_(names) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_object()) return true;
        Conjunction all(evaluation);
        for (const auto& [name, value] : instance.value.items()) {
            const json text = name;
            const Location location = Location::ofName(instance.location, name);
            if (!all.goesOn(evaluation.check(names_, {text, location}))) break;
        }
        return all.holds();
    }

private:
    const Node& names_;
};

}  // namespace

Built required(Source& source) {
    return std::make_unique<Required>(source.names("required"));
}

Built dependentRequired(Source& source) {
    return std::make_unique<DependentRequired>(source.namesByName("dependentRequired"));
}

Built dependentSchemas(Source& source) {
    return std::make_unique<DependentSchemas>(source.subschemasByName("dependentSchemas"));
}

Built propertyNames(Source& source) {
    return std::make_unique<PropertyNames>(*source.subschema("propertyNames"));
}

}  // namespace toolhost::schema::keywords
