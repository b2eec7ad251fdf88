#include "servicenow/query/operand.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "base/text.hpp"
#include "servicenow/query/field_path.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::array<std::string_view, 8> kUnits = {
    "minute", "hour", "day", "dayofweek", "week", "month", "quarter", "year"};
constexpr std::array<std::string_view, 6> kCalendarParts = {
    "dayofweek", "month", "quarter", "year", "week", "hour"};
constexpr std::array<std::string_view, 5> kComparisons = {"EE", "LT", "LE", "GT", "GE"};
constexpr std::string_view kDatePartCall = "javascript:gs.datePart(";

template <typename Words>
bool holds(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

bool isWord(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    });
}

std::optional<std::int64_t> amountOf(std::string_view text) {
    std::int64_t amount = 0;
    const auto* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, amount);
    const bool is_number = !text.empty() && error == std::errc() && read == end;
    // Written another way ("007") it would not be printed as it was read.
    return is_number && std::to_string(amount) == text ? std::optional(amount) : std::nullopt;
}

base::Error needs(const Operator& op, const std::string& what) {
    return {"needs " + what + " after " + std::string(op.name)};
}

base::Result<Operand> parseRange(const Operator& op, std::string_view text) {
    const auto bounds = base::split(text, '@');
    if (bounds.size() != 2 || bounds[0].empty() || bounds[1].empty()) {
        return needs(op, "two bounds with '@' between them, low@high,");
    }
    return Operand(ValueRange{std::string(bounds[0]), std::string(bounds[1])});
}

base::Result<Operand> parseField(const Operator& op, std::string_view text) {
    const auto parts = base::split(text, '@');
    if (!isFieldPath(parts[0]) || parts.size() > 2 || (parts.size() == 2 && !isWord(parts[1]))) {
        return needs(op, "the name of another field");
    }
    return Operand(
        OtherField{std::string(parts[0]), parts.size() == 2 ? std::string(parts[1]) : ""});
}

base::Result<Operand> parseDistance(const Operator& op, std::string_view text) {
    const auto parts = base::split(text, '@');
    const auto amount = parts.size() == 4 ? amountOf(parts[3]) : std::nullopt;
    const bool is_whole = amount && isFieldPath(parts[0]) && isTimeUnit(parts[1]) &&
                          (parts[2] == "before" || parts[2] == "after");
    if (!is_whole) {
        return needs(
            op, "another field, a unit, before or after, and a number (due_date@day@before@3)");
    }
    return Operand(FieldDistance{
        std::string(parts[0]), std::string(parts[1]), std::string(parts[2]), *amount});
}

base::Result<Operand> parseSpan(const Operator& op, std::string_view text) {
    const auto parts = base::split(text, '@');
    if (parts.size() != 3 || parts[1].empty() || parts[2].empty()) {
        return needs(op,
                     "a label and two ends with '@' between them (that day@2026-01-31 "
                     "00:00:00@2026-01-31 23:59:59)");
    }
    return Operand(TimeSpan{std::string(parts[0]), std::string(parts[1]), std::string(parts[2])});
}

base::Result<Operand> parseRelative(const Operator& op, std::string_view text) {
    const auto parts = base::split(text, '@');
    const auto amount = parts.size() == 4 ? amountOf(parts[3]) : std::nullopt;
    const bool is_whole = amount && parts[0].empty() && isTimeUnit(parts[1]) &&
                          (parts[2] == "ago" || parts[2] == "ahead");
    if (!is_whole) return needs(op, "@unit@ago or ahead@number (@dayofweek@ago@7)");
    return Operand(RelativeTime{std::string(parts[1]), std::string(parts[2]), *amount});
}

/// 'x','y','z' without their quotes; empty when it is not that.
std::vector<std::string> quotedWords(std::string_view text) {
    std::vector<std::string> words;
    for (auto part : base::split(text, ',')) {
        part = base::trim(part);
        if (part.size() < 3 || part.front() != '\'' || part.back() != '\'') return {};
        words.emplace_back(part.substr(1, part.size() - 2));
    }
    return words;
}

base::Result<Operand> parseCalendarPart(const Operator& op, std::string_view text) {
    const auto at = text.find('@');
    const auto label = text.substr(0, at);
    auto call = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
    std::vector<std::string> words;
    if (call.starts_with(kDatePartCall) && call.ends_with(")")) {
        call.remove_suffix(1);
        words = quotedWords(call.substr(kDatePartCall.size()));
    }
    const bool is_whole = words.size() == 3 && holds(kCalendarParts, words[0]) &&
                          isWord(words[1]) && holds(kComparisons, words[2]);
    if (!is_whole) {
        return needs(op,
                     "a label and a part of the date "
                     "(Monday@javascript:gs.datePart('dayofweek','monday','EE'))");
    }
    return Operand(CalendarPart{std::string(label), words[0], words[1], words[2]});
}

struct Writer {
    std::string operator()(const NoOperand&) const { return {}; }
    std::string operator()(const OneValue& value) const { return value.text; }
    std::string operator()(const ValueList& list) const { return base::join(list.items, ","); }
    std::string operator()(const ValueRange& range) const { return range.low + '@' + range.high; }
    std::string operator()(const OtherField& other) const {
        return other.part.empty() ? other.path : other.path + '@' + other.part;
    }
    std::string operator()(const FieldDistance& distance) const {
        return distance.path + '@' + distance.unit + '@' + distance.side + '@' +
               std::to_string(distance.amount);
    }
    std::string operator()(const TimeSpan& span) const {
        return span.label + '@' + span.from + '@' + span.to;
    }
    std::string operator()(const RelativeTime& time) const {
        return '@' + time.unit + '@' + time.side + '@' + std::to_string(time.amount);
    }
    std::string operator()(const CalendarPart& part) const {
        return part.label + '@' + std::string(kDatePartCall) + '\'' + part.part + "','" +
               part.value + "','" + part.comparison + "')";
    }
};

struct ValueCollector {
    std::vector<std::string_view> operator()(const OneValue& value) const { return {value.text}; }
    std::vector<std::string_view> operator()(const ValueList& list) const {
        return {list.items.begin(), list.items.end()};
    }
    std::vector<std::string_view> operator()(const ValueRange& range) const {
        return {range.low, range.high};
    }
    std::vector<std::string_view> operator()(const TimeSpan& span) const {
        return {span.label, span.from, span.to};
    }
    std::vector<std::string_view> operator()(const CalendarPart& part) const {
        return {part.label};
    }
    template <typename Other>
    std::vector<std::string_view> operator()(const Other&) const {
        return {};
    }
};

}  // namespace

base::Result<Operand> parseOperand(const Operator& op, std::string_view text) {
    switch (op.form) {
        case OperandForm::None:
            if (text.empty()) return Operand(NoOperand{});
            return base::Error{"has a value, and " + std::string(op.name) + " takes none"};
        case OperandForm::Anything:
            return Operand(OneValue{std::string(text)});
        case OperandForm::Value:
            if (text.empty()) return needs(op, "a value");
            return Operand(OneValue{std::string(text)});
        case OperandForm::List: {
            if (text.empty()) return needs(op, "a value");
            const auto items = base::split(text, ',');
            return Operand(ValueList{{items.begin(), items.end()}});
        }
        case OperandForm::Range:
            return parseRange(op, text);
        case OperandForm::Field:
            return parseField(op, text);
        case OperandForm::Distance:
            return parseDistance(op, text);
        case OperandForm::Span:
            return parseSpan(op, text);
        case OperandForm::Relative:
            return parseRelative(op, text);
        case OperandForm::CalendarPart:
            return parseCalendarPart(op, text);
    }
    return needs(op, "an operand this host does not know");
}

std::string textOf(const Operand& operand) {
    return std::visit(Writer{}, operand);
}

std::vector<std::string_view> valuesOf(const Operand& operand) {
    return std::visit(ValueCollector{}, operand);
}

std::string_view otherFieldOf(const Operand& operand) {
    if (const auto* other = std::get_if<OtherField>(&operand)) return other->path;
    if (const auto* distance = std::get_if<FieldDistance>(&operand)) return distance->path;
    return {};
}

bool isTimeUnit(std::string_view word) {
    return holds(kUnits, word);
}

}  // namespace toolhost::servicenow
