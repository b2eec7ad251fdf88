#include "base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <numeric>
#include <utility>

namespace toolhost::base {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// How many letters were changed, left out, put in or swapped with their neighbour (optimal string
/// alignment), with three rows of state.
std::size_t distance(std::string_view from, std::string_view to) {
    std::vector<std::size_t> above;
    std::vector<std::size_t> row(to.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= from.size(); ++i) {
        const auto two_above = std::exchange(above, row);
        row[0] = i;
        for (std::size_t j = 1; j <= to.size(); ++j) {
            const std::size_t changed = above[j - 1] + (from[i - 1] == to[j - 1] ? 0U : 1U);
            row[j] = std::min({above[j] + 1, row[j - 1] + 1, changed});
            const bool is_swapped =
                i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
            if (is_swapped) row[j] = std::min(row[j], two_above[j - 2] + 1);
        }
    }
    return row.back();
}

void appendEscaped(std::string& out, char c) {
    if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
        std::array<char, 8> code{};
        std::snprintf(code.data(), code.size(), "\\x%02x", static_cast<unsigned>(c) & 0xffU);
        out += code.data();
    } else {
        out += c;
    }
}

}  // namespace

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string toLower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

bool equalsIgnoringCase(std::string_view one, std::string_view other) {
    return std::equal(one.begin(), one.end(), other.begin(), other.end(), [](char a, char b) {
        return lower(a) == lower(b);
    });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::vector<std::string> splitList(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (const auto part : split(text, separator)) {
        if (const auto trimmed = trim(part); !trimmed.empty()) parts.emplace_back(trimmed);
    }
    return parts;
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string text;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        if (at > 0) text += separator;
        text += parts[at];
    }
    return text;
}

std::optional<std::string> nearestName(std::string_view name,
                                       const std::vector<std::string>& known) {
    std::optional<std::string> nearest;
    std::size_t nearest_distance = std::max<std::size_t>(1, name.size() / 3) + 1;
    for (const auto& candidate : known) {
        const std::size_t steps = distance(toLower(name), toLower(candidate));
        if (steps >= nearest_distance) continue;
        nearest_distance = steps;
        nearest = candidate;
    }
    return nearest;
}

std::string didYouMean(std::string_view name, const std::vector<std::string>& known) {
    const auto nearest = nearestName(name, known);
    return nearest ? " (did you mean '" + *nearest + "'?)" : std::string();
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        appendEscaped(out, c);
    }
    out += '"';
    return out;
}

}  // namespace toolhost::base
