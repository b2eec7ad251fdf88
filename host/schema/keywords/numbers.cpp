#include <algorithm>
#include <compare>
#include <nlohmann/json.hpp>
#include <utility>

#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/number.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema::keywords {
namespace {

using nlohmann::json;

/// The four keywords that bound a number, any of them absent (null).
class Range final : public Keyword {
public:
    struct Limit {
        const char* expectation;  ///< as in "must be …"
        bool (*allows)(std::partial_ordering value_to_limit);
        json limit;
    };

    explicit Range(std::vector<Limit> limits) : limits_(std::move(limits)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_number()) return true;
        const auto passed = std::find_if(limits_.begin(), limits_.end(), [&](const Limit& limit) {
            return !limit.allows(compareNumbers(instance.value, limit.limit));
        });
        if (passed == limits_.end()) return true;
        return evaluation.fail(instance, [&] {
            return std::string("must be ") + passed->expectation + " " + shown(passed->limit) +
                   got(instance);
        });
    }

private:
    std::vector<Limit> limits_;
};

class MultipleOf final : public Keyword {
public:
    explicit MultipleOf(json divisor) : divisor_(std::move(divisor)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_number() || isMultipleOf(instance.value, divisor_)) return true;
        return evaluation.fail(
            instance, [&] { return "must be a multiple of " + shown(divisor_) + got(instance); });
    }

private:
    json divisor_;
};

}  // namespace

Built range(Source& source) {
    std::vector<Range::Limit> limits;
    const auto add = [&](const char* keyword, const char* expectation, auto allows) {
        if (const json* const limit = source.number(keyword)) {
            limits.push_back({expectation, allows, *limit});
        }
    };
    using Order = std::partial_ordering;
    add("minimum", "at least", [](Order value) { return value >= 0; });
    add("exclusiveMinimum", "greater than", [](Order value) { return value > 0; });
    add("maximum", "at most", [](Order value) { return value <= 0; });
    add("exclusiveMaximum", "less than", [](Order value) { return value < 0; });
    return std::make_unique<Range>(std::move(limits));
}

Built multipleOf(Source& source) {
    const json* const divisor = source.number("multipleOf");
    if (divisor == nullptr) return nullptr;
    if (compareNumbers(*divisor, json(0)) > 0) return std::make_unique<MultipleOf>(*divisor);
    source.refuse("/multipleOf", "must be greater than 0, not " + shown(*divisor));
    return nullptr;
}

}  // namespace toolhost::schema::keywords
