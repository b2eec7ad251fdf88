#pragma once

#include <compare>
#include <optional>
#include <string_view>

namespace toolhost::loader {

/// "2.36", as C libraries and ABIs are numbered.
struct DottedVersion {
    unsigned major = 0;
    unsigned minor = 0;

    /// What a text begins with; `rest` is what comes after. Absent when it begins otherwise.
    static std::optional<DottedVersion> parse(std::string_view text, std::string_view& rest);
    /// The same, whatever comes after.
    static std::optional<DottedVersion> parse(std::string_view text);

    auto operator<=>(const DottedVersion&) const = default;
};

}  // namespace toolhost::loader
