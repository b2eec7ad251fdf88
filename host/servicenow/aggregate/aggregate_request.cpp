#include "servicenow/aggregate/aggregate_request.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "servicenow/query/field_path.hpp"
#include "servicenow/query/query_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::array<std::string_view, 5> kAggregates = {"count", "avg", "sum", "min", "max"};
constexpr std::array<std::string_view, 6> kComparisons = {"=", "!=", "<", "<=", ">", ">="};

template <typename Names>
bool holds(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isNumber(std::string_view text) {
    if (!text.empty() && text.front() == '-') text.remove_prefix(1);
    const bool has_digits_only = text.find_first_not_of("0123456789.") == std::string_view::npos;
    return !text.empty() && text.front() != '.' && has_digits_only &&
           std::count(text.begin(), text.end(), '.') <= 1;
}

bool isHavingTerm(std::string_view term) {
    const auto parts = base::split(term, '^');
    return parts.size() == 4 && holds(kAggregates, base::toLower(parts[0])) &&
           isFieldPath(parts[1]) && holds(kComparisons, parts[2]) && isNumber(parts[3]);
}

bool isOrderKeyword(std::string_view part) {
    const std::string word = base::toLower(part);
    return holds(kAggregates, word) || word == "desc" || word == "asc";
}

bool isOrderTerm(std::string_view term) {
    const auto parts = base::split(term, '^');
    return std::all_of(parts.begin(), parts.end(), [](std::string_view part) {
        return isOrderKeyword(part) || isFieldPath(part);
    });
}

bool isEachTerm(const std::string& list, bool (*isTerm)(std::string_view)) {
    if (list.empty()) return true;
    const auto terms = base::split(list, ',');
    return std::all_of(terms.begin(), terms.end(), isTerm);
}

void addParameter(ApiRequest& request, const std::string& name, const std::string& value) {
    if (!value.empty()) request.parameters.emplace_back(name, value);
}

}  // namespace

Outcome<AggregateRequest> readAggregateRequest(const Json& request, const ScriptPolicy& scripts) {
    RequestReader reader(request);
    AggregateRequest wanted;
    wanted.table = reader.table();
    wanted.conditions = readQuery(reader, scripts);
    wanted.count = reader.flag("count", true);
    wanted.avg = reader.fields("avg");
    wanted.sum = reader.fields("sum");
    wanted.min = reader.fields("min");
    wanted.max = reader.fields("max");
    wanted.group_by = reader.fields("group_by");
    wanted.having = reader.text("having");
    wanted.order_by = reader.text("order_by");
    wanted.display = reader.display();
    if (!isEachTerm(wanted.having, isHavingTerm)) {
        reader.refuse(
            "'having' must be aggregate^field^operator^number, such as "
            "count^priority^>^3, several joined by commas, not " +
            base::quoted(wanted.having));
    }
    if (!isEachTerm(wanted.order_by, isOrderTerm)) {
        reader.refuse(
            "'order_by' must be field or AGGREGATE^field, each perhaps with ^DESC, "
            "several joined by commas, not " +
            base::quoted(wanted.order_by));
    }
    const bool asks_nothing = !wanted.count && wanted.avg.empty() && wanted.sum.empty() &&
                              wanted.min.empty() && wanted.max.empty();
    if (asks_nothing) reader.refuse("nothing to compute: give count, avg, sum, min or max");
    if (const auto problem = reader.problem()) return *problem;
    return wanted;
}

std::vector<std::string> AggregateRequest::fields() const {
    std::vector<std::string> all;
    for (const auto* list : {&avg, &sum, &min, &max, &group_by}) {
        all.insert(all.end(), list->begin(), list->end());
    }
    for (const auto& term : base::splitList(having, ',')) {
        all.emplace_back(base::split(term, '^')[1]);
    }
    for (const auto& term : base::splitList(order_by, ',')) {
        for (const auto part : base::split(term, '^')) {
            if (!isOrderKeyword(part)) all.emplace_back(part);
        }
    }
    return all;
}

ApiRequest AggregateRequest::apiRequest() const {
    ApiRequest request{.attempted = "aggregate " + base::quoted(table),
                       .path = "/api/now/stats/" + table};
    addParameter(request, "sysparm_query", conditions.text());
    addParameter(request, "sysparm_count", count ? "true" : "");
    addParameter(request, "sysparm_avg_fields", base::join(avg, ","));
    addParameter(request, "sysparm_sum_fields", base::join(sum, ","));
    addParameter(request, "sysparm_min_fields", base::join(min, ","));
    addParameter(request, "sysparm_max_fields", base::join(max, ","));
    addParameter(request, "sysparm_group_by", base::join(group_by, ","));
    addParameter(request, "sysparm_having", having);
    addParameter(request, "sysparm_order_by", order_by);
    addParameter(request, "sysparm_display_value", std::string(parameterOf(display)));
    return request;
}

}  // namespace toolhost::servicenow
