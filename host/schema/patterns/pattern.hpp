#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::schema {

/// What a match works in; one per check, reused from pattern to pattern. Not for two threads.
class MatchSpace {
public:
    MatchSpace();
    MatchSpace(const MatchSpace&) = delete;
    MatchSpace& operator=(const MatchSpace&) = delete;
    MatchSpace(MatchSpace&&) noexcept;
    MatchSpace& operator=(MatchSpace&&) noexcept;
    ~MatchSpace();

private:
    friend class Pattern;
    struct Parts;
    Parts& parts();

    std::unique_ptr<Parts> parts_;  // made when the first pattern is matched
};

/// A regular expression of ECMA-262 (unicode mode), compiled once. Immutable, for any thread.
class Pattern {
public:
    enum class Verdict { Found, NotFound, GaveUp };

    /// Refuses what ECMA-262 does not have, saying so.
    static base::Result<Pattern> compile(std::string_view ecma);

    Pattern(const Pattern&) = delete;
    Pattern& operator=(const Pattern&) = delete;
    Pattern(Pattern&&) noexcept;
    Pattern& operator=(Pattern&&) noexcept;
    ~Pattern();

    /// Whether it is found anywhere in the text by backtracking, in at most so many steps.
    [[nodiscard]] Verdict search(std::string_view text,
                                 std::uint32_t steps_max,
                                 MatchSpace& space) const;

    /// The same without backtracking, in time linear in the text: for what search() gave up. Gives
    /// up itself on look-around, on back-references and when too many states are live at once
    /// (PCRE2 counts each repetition of a single character as a state, so `(a+)+` has as many as
    /// the text).
    [[nodiscard]] Verdict searchLinearly(std::string_view text) const;

    /// As the schema has it.
    [[nodiscard]] const std::string& source() const { return source_; }

private:
    struct Code;
    Pattern(std::string source, std::unique_ptr<Code> code);

    std::string source_;
    std::unique_ptr<Code> code_;
};

}  // namespace toolhost::schema
