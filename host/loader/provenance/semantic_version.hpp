#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolhost::loader {

/// A version that can be ordered (semver.org 2.0.0): "1.4.0", "2.0.0-rc.1+build".
class SemanticVersion {
public:
    /// Absent when the text is none.
    static std::optional<SemanticVersion> parse(std::string_view text);

    /// Precedence (semver.org §11): build metadata does not count.
    std::strong_ordering operator<=>(const SemanticVersion& other) const;
    bool operator==(const SemanticVersion& other) const { return *this <=> other == 0; }

private:
    std::uint64_t major_ = 0;
    std::uint64_t minor_ = 0;
    std::uint64_t patch_ = 0;
    std::vector<std::string> prerelease_;
};

}  // namespace toolhost::loader
