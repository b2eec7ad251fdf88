#include "servicenow/query/script_policy.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::string_view kScript = "javascript:";
constexpr std::string_view kObject = "gs.";

/// What GlideSystem documents for dates, grouped by what the names have in common.
constexpr std::array<std::string_view, 7> kPlain = {
    "now", "nowDateTime", "nowNoTZ", "yesterday", "lastWeek", "dateGenerate", "datePart"};
constexpr std::array<std::string_view, 6> kAgo = {
    "minutesAgo", "hoursAgo", "daysAgo", "monthsAgo", "quartersAgo", "yearsAgo"};
constexpr std::array<std::string_view, 41> kPeriods = {"Today",
                                                       "Yesterday",
                                                       "Tomorrow",
                                                       "Day",
                                                       "Week",
                                                       "Month",
                                                       "Year",
                                                       "ThisWeek",
                                                       "ThisMonth",
                                                       "ThisQuarter",
                                                       "ThisYear",
                                                       "LastWeek",
                                                       "LastMonth",
                                                       "LastQuarter",
                                                       "LastYear",
                                                       "NextWeek",
                                                       "NextMonth",
                                                       "NextQuarter",
                                                       "NextYear",
                                                       "Next2Quarters",
                                                       "OneYearAgo",
                                                       "LastHour",
                                                       "LastMinute",
                                                       "CurrentHour",
                                                       "CurrentMinute",
                                                       "Last15Minutes",
                                                       "Last30Minutes",
                                                       "Last45Minutes",
                                                       "Last2Hours",
                                                       "Last7Days",
                                                       "Last30Days",
                                                       "Last60Days",
                                                       "Last90Days",
                                                       "Last120Days",
                                                       "Last3Months",
                                                       "Last6Months",
                                                       "Last9Months",
                                                       "Last12Months",
                                                       "Last2Quarters",
                                                       "Last2Years",
                                                       "LastSchedulePeriod"};

std::vector<std::string> dateFunctions() {
    std::vector<std::string> names(kPlain.begin(), kPlain.end());
    for (const auto ago : kAgo) {
        for (const char* end : {"", "Start", "End"}) {
            names.push_back(std::string(ago) + end);
        }
    }
    for (const auto period : kPeriods) {
        for (const char* start : {"beginningOf", "endOf"}) {
            names.push_back(start + std::string(period));
        }
    }
    return names;
}

bool isInteger(std::string_view text) {
    if (text.starts_with("-")) text.remove_prefix(1);
    return !text.empty() && text.size() <= 9 &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

bool isQuotedWord(std::string_view text) {
    const auto isPlain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == ' ' || c == ':' || c == '-';
    };
    return text.size() >= 2 && (text.front() == '\'' || text.front() == '"') &&
           text.back() == text.front() && std::all_of(text.begin() + 1, text.end() - 1, isPlain);
}

bool areLiterals(std::string_view arguments) {
    if (base::trim(arguments).empty()) return true;
    const auto parts = base::split(arguments, ',');
    return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
        part = base::trim(part);
        return isInteger(part) || isQuotedWord(part);
    });
}

std::string refusalOf(std::string_view value, bool allows_some) {
    return base::quoted(value) +
           (allows_some ? " holds a javascript: call that the administrator has not allowed"
                        : " holds javascript:, which this host does not send") +
           "; write the value itself (a date such as 2026-01-31 10:00:00, a sys_id), a relative "
           "date (RELATIVEGT@dayofweek@ago@7), or use filter, for example {\"field\": "
           "\"sys_created_on\", \"operator\": \"relative_after\", \"value\": {\"amount\": 7, "
           "\"unit\": \"dayofweek\", \"side\": \"ago\"}}";
}

}  // namespace

bool runsAScript(std::string_view value) {
    return base::toLower(value).find(kScript) != std::string::npos;
}

base::Result<ScriptPolicy> ScriptPolicy::allowing(const std::vector<std::string>& functions) {
    const auto known = dateFunctions();
    ScriptPolicy policy;
    for (const auto& listed : functions) {
        const std::string name = listed.starts_with(kObject) ? listed.substr(3) : listed;
        if (name == "dates") {
            policy.functions_.insert(known.begin(), known.end());
        } else if (std::find(known.begin(), known.end(), name) != known.end()) {
            policy.functions_.insert(name);
        } else {
            return base::Error{base::quoted(listed) +
                               " is none of the date functions that queries may call" +
                               base::didYouMean(name, known) + "; \"dates\" allows all of them"};
        }
    }
    return policy;
}

std::optional<std::string> ScriptPolicy::objectionTo(const EncodedQuery& query) const {
    for (const auto* search : query.searches()) {
        if (runsAScript(search->text)) return refusalOf(search->text, false);
    }
    auto conditions = query.conditions();
    for (const auto* list : query.relatedLists()) {
        const auto of_list = conditionsOf(*list);
        conditions.insert(conditions.end(), of_list.begin(), of_list.end());
    }
    for (const auto* condition : conditions) {
        for (const auto value : valuesOf(condition->operand)) {
            if (auto objection = objectionTo(value)) return objection;
        }
    }
    return std::nullopt;
}

std::optional<std::string> ScriptPolicy::objectionTo(std::string_view value) const {
    if (!runsAScript(value) || allows(value)) return std::nullopt;
    return refusalOf(value, !functions_.empty());
}

bool ScriptPolicy::allows(std::string_view value) const {
    if (!value.starts_with(kScript)) return false;
    value.remove_prefix(kScript.size());
    if (!value.starts_with(kObject) || !value.ends_with(")")) return false;
    value.remove_prefix(kObject.size());
    const auto open = value.find('(');
    if (open == std::string_view::npos) return false;
    return functions_.contains(value.substr(0, open)) &&
           areLiterals(value.substr(open + 1, value.size() - open - 2));
}

}  // namespace toolhost::servicenow
