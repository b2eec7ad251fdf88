#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "schema/equality.hpp"
#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema::keywords {
namespace {

using nlohmann::json;

constexpr std::size_t kValuesShown = 20;
/// So many comparisons of an enum cost as much as applying one schema.
constexpr std::size_t kComparisonsPerStep = 8;

class Constant final : public Keyword {
public:
    explicit Constant(json value) : value_(std::move(value)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (equal(instance.value, value_)) return true;
        return evaluation.fail(instance,
                               [&] { return "must be " + shown(value_) + got(instance); });
    }

private:
    json value_;
};

class Enumeration final : public Keyword {
public:
    explicit Enumeration(const json& values) : values_(values.begin(), values.end()) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!evaluation.spend(values_.size() / kComparisonsPerStep, instance)) return false;
        const bool found = std::any_of(values_.begin(), values_.end(), [&](const json& value) {
            return equal(value, instance.value);
        });
        if (found) return true;
        return evaluation.fail(instance, [&] { return expectation(instance); });
    }

private:
    [[nodiscard]] std::string expectation(const Instance& instance) const {
        if (values_.empty()) return "can have no value here: its enum is empty";
        std::vector<std::string> shown_values;
        const std::size_t shown_count = std::min(values_.size(), kValuesShown);
        for (std::size_t i = 0; i < shown_count; ++i) {
            shown_values.push_back(shown(values_[i]));
        }
        const std::string more = values_.size() > shown_count
                                     ? ", … (" + std::to_string(values_.size()) + " in all)"
                                     : "";
        return "must be one of " + base::join(shown_values, ", ") + more + got(instance) +
               suggestion(instance);
    }

    [[nodiscard]] std::string suggestion(const Instance& instance) const {
        if (!instance.value.is_string() || instance.location.isSecret()) return {};
        std::vector<std::string> texts;
        for (const auto& value : values_) {
            if (value.is_string()) texts.push_back(value.get<std::string>());
        }
        return base::didYouMean(instance.value.get_ref<const std::string&>(), texts);
    }

    std::vector<json> values_;
};

}  // namespace

Built constant(Source& source) {
    return std::make_unique<Constant>(*source.find("const"));
}

Built enumeration(Source& source) {
    const json* const values = source.array("enum");
    return values == nullptr ? nullptr : std::make_unique<Enumeration>(*values);
}

}  // namespace toolhost::schema::keywords
