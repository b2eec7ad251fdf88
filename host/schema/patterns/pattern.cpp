#include "schema/patterns/pattern.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include <vector>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "schema/patterns/ecma_pattern.hpp"

namespace toolhost::schema {
namespace {

constexpr std::uint32_t kHeapKibMax = 16 * 1024;
constexpr std::size_t kPatternBytesMax = 64UL * 1024;
/// A linear search looks at every pair of live states for every byte: this many looks at most.
constexpr double kLinearWorkMax = 4e8;
constexpr std::size_t kLinearStatesMax = 256;

constexpr std::uint32_t kDialect = PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_MATCH_UNSET_BACKREF |
                                   PCRE2_ALLOW_EMPTY_CLASS | PCRE2_NEVER_BACKSLASH_C;

template <auto Free>
struct Freeing {
    template <typename Handle>
    void operator()(Handle* handle) const {
        Free(handle);
    }
};
using CodeHandle = std::unique_ptr<pcre2_code, Freeing<pcre2_code_free>>;
using CompileContext = std::unique_ptr<pcre2_compile_context, Freeing<pcre2_compile_context_free>>;
using MatchContext = std::unique_ptr<pcre2_match_context, Freeing<pcre2_match_context_free>>;
using MatchBlock = std::unique_ptr<pcre2_match_data, Freeing<pcre2_match_data_free>>;

PCRE2_SPTR units(std::string_view text) {
    return reinterpret_cast<PCRE2_SPTR>(text.data());  // NOLINT: bytes, as PCRE2 spells them
}

std::string messageOf(int error) {
    std::array<PCRE2_UCHAR, 160> text{};
    pcre2_get_error_message(error, text.data(), text.size());
    return reinterpret_cast<const char*>(text.data());  // NOLINT: bytes, as PCRE2 spells them
}

base::Result<CodeHandle> compilePcre(std::string_view pcre) {
    const CompileContext context(pcre2_compile_context_create(nullptr));
    pcre2_set_compile_extra_options(context.get(), PCRE2_EXTRA_ALLOW_SURROGATE_ESCAPES);
    int error = 0;
    PCRE2_SIZE offset = 0;
    CodeHandle code(
        pcre2_compile(units(pcre), pcre.size(), kDialect, &error, &offset, context.get()));
    if (!code) return base::Error{messageOf(error)};
    return code;
}

Pattern::Verdict verdictOf(int matched) {
    if (matched >= 0) return Pattern::Verdict::Found;
    return matched == PCRE2_ERROR_NOMATCH ? Pattern::Verdict::NotFound : Pattern::Verdict::GaveUp;
}

/// Room for so many live states that the work stays within kLinearWorkMax.
std::vector<int> linearWorkspace(std::size_t text_bytes) {
    const double states = std::sqrt(kLinearWorkMax / static_cast<double>(text_bytes + 1));
    constexpr std::size_t kHeader = 20;
    constexpr std::size_t kIntsPerState = 6;  // three, in this step's list and the next one's
    return std::vector<int>(
        kHeader + kIntsPerState * std::min(static_cast<std::size_t>(states), kLinearStatesMax));
}

}  // namespace

struct MatchSpace::Parts {
    MatchBlock block{pcre2_match_data_create(1, nullptr)};
    MatchContext context{pcre2_match_context_create(nullptr)};
};

MatchSpace::MatchSpace() = default;
MatchSpace::MatchSpace(MatchSpace&&) noexcept = default;
MatchSpace& MatchSpace::operator=(MatchSpace&&) noexcept = default;
MatchSpace::~MatchSpace() = default;

MatchSpace::Parts& MatchSpace::parts() {
    if (!parts_) {
        parts_ = std::make_unique<Parts>();
        pcre2_set_heap_limit(parts_->context.get(), kHeapKibMax);
    }
    return *parts_;
}

struct Pattern::Code {
    CodeHandle backtracking;
    CodeHandle linear;  // the pattern after ".*", anchored; null when it is not regular
};

Pattern::Pattern(std::string source, std::unique_ptr<Code> code)
    : source_(std::move(source)), code_(std::move(code)) {}
Pattern::Pattern(Pattern&&) noexcept = default;
Pattern& Pattern::operator=(Pattern&&) noexcept = default;
Pattern::~Pattern() = default;

base::Result<Pattern> Pattern::compile(std::string_view ecma) {
    if (ecma.size() > kPatternBytesMax) {
        return base::Error{"it is longer than " + std::to_string(kPatternBytesMax) + " bytes"};
    }
    auto translated = translateEcmaPattern(ecma);
    if (!translated) return translated.error();
    const auto& [pcre, is_regular] = translated.value();
    auto code = compilePcre(pcre);
    if (!code) return code.error();
    auto both = std::make_unique<Code>();
    both->backtracking = std::move(code).value();
    if (is_regular) {
        auto linear = compilePcre("^(?s:.*)(?:" + pcre + ")");
        if (linear) both->linear = std::move(linear).value();
    }
    return Pattern(std::string(ecma), std::move(both));
}

Pattern::Verdict Pattern::search(std::string_view text,
                                 std::uint32_t steps_max,
                                 MatchSpace& space) const {
    auto& [block, context] = space.parts();
    pcre2_set_match_limit(context.get(), steps_max);
    pcre2_set_depth_limit(context.get(), steps_max);
    return verdictOf(pcre2_match(
        code_->backtracking.get(), units(text), text.size(), 0, 0, block.get(), context.get()));
}

Pattern::Verdict Pattern::searchLinearly(std::string_view text) const {
    if (!code_->linear) return Verdict::GaveUp;
    const MatchBlock block(pcre2_match_data_create(1, nullptr));
    auto workspace = linearWorkspace(text.size());
    return verdictOf(pcre2_dfa_match(code_->linear.get(),
                                     units(text),
                                     text.size(),
                                     0,
                                     PCRE2_DFA_SHORTEST,
                                     block.get(),
                                     nullptr,
                                     workspace.data(),
                                     workspace.size()));
}

}  // namespace toolhost::schema
