#include <nlohmann/json.hpp>

#include "schema/evaluation.hpp"
#include "schema/formats/formats.hpp"
#include "schema/keywords/builders.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema::keywords {
namespace {

class Matching final : public Keyword {
public:
    explicit Matching(std::shared_ptr<const Pattern> pattern) : pattern_(std::move(pattern)) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_string()) return true;
        const auto& text = instance.value.get_ref<const std::string&>();
        if (evaluation.matches(*pattern_, text, instance)) return true;
        return evaluation.fail(instance, [&] {
            return "must match the pattern " + pattern_->source() + got(instance);
        });
    }

private:
    std::shared_ptr<const Pattern> pattern_;  // shared by all keywords of the same pattern
};

class Formatted final : public Keyword {
public:
    explicit Formatted(const Format& format) : format_(format) {}

    bool check(Evaluation& evaluation, const Instance& instance) const override {
        if (!instance.value.is_string()) return true;
        if (format_.accepts(instance.value.get_ref<const std::string&>())) return true;
        return evaluation.fail(instance, [&] {
            return std::string("must be ") + format_.description + got(instance);
        });
    }

private:
    const Format& format_;
};

}  // namespace

Built pattern(Source& source) {
    const auto text = source.text("pattern");
    if (!text) return nullptr;
    auto pattern = source.pattern(*text, "/pattern");
    return pattern ? std::make_unique<Matching>(std::move(pattern)) : nullptr;
}

Built format(Source& source) {
    const auto name = source.text("format");
    if (!name || !source.assertsFormats()) return nullptr;
    const Format* const format = findFormat(*name);
    return format == nullptr ? nullptr : std::make_unique<Formatted>(*format);
}

}  // namespace toolhost::schema::keywords
