#include <nlohmann/json.hpp>
#include <optional>

#include "schema/evaluation.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/rendering.hpp"
#include "schema/text.hpp"

namespace toolhost::schema::keywords {
namespace {

using nlohmann::json;

/// How a kind of value is measured, and what is counted in it.
struct Measure {
    bool (*applies)(const json& value);
    std::size_t (*size)(const json& value);
    const char* unit;
};

constexpr Measure kCharacters = {
    [](const json& value) { return value.is_string(); },
    [](const json& value) { return codePointCount(value.get_ref<const std::string&>()); },
    "character"};
constexpr Measure kItems = {[](const json& value) { return value.is_array(); },
                            [](const json& value) { return value.size(); },
                            "item"};
constexpr Measure kProperties = {[](const json& value) { return value.is_object(); },
                                 [](const json& value) { return value.size(); },
                                 "property"};

class Size final : public Keyword {
public:
    Size(const Measure& measure, std::optional<std::size_t> min, std::optional<std::size_t> max)
        : measure_(measure), min_(min), max_(max) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!measure_.applies(instance.value)) return true;
        const std::size_t size = measure_.size(instance.value);
        if (min_ && size < *min_) return tell(evaluation, instance, "at least ", *min_, size);
        if (max_ && size > *max_) return tell(evaluation, instance, "at most ", *max_, size);
        return true;
    }

    void addInterest(Interest& interest) const override {
        interest.addNames();
        interest.items();
    }

private:
    bool tell(Evaluation& evaluation,
              const Instance& instance,
              const char* bound,
              std::size_t limit,
              std::size_t size) const {
        return evaluation.fail(instance, [&] {
            return std::string("must have ") + bound + counted(limit, measure_.unit) + " (has " +
                   std::to_string(size) + ")";
        });
    }

    const Measure& measure_;
    std::optional<std::size_t> min_;
    std::optional<std::size_t> max_;
};

Built size(Source& source, const Measure& measure, const char* minimum, const char* maximum) {
    const auto min = source.count(minimum);
    const auto max = source.count(maximum);
    return std::make_unique<Size>(measure, min, max);
}

}  // namespace

Built length(Source& source) {
    return size(source, kCharacters, "minLength", "maxLength");
}

Built itemCount(Source& source) {
    return size(source, kItems, "minItems", "maxItems");
}

Built propertyCount(Source& source) {
    return size(source, kProperties, "minProperties", "maxProperties");
}

}  // namespace toolhost::schema::keywords
