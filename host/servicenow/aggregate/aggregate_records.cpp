#include <charconv>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/aggregate/aggregate_request.hpp"
#include "servicenow/operations.hpp"
#include "servicenow/query/query_check.hpp"

namespace toolhost::servicenow {
namespace {

/// ServiceNow writes every number as text; a count is certainly a number.
Json withNumericCount(Json stats) {
    const std::string text = textOf(stats, "count");
    std::int64_t count = 0;
    const auto* const end = text.data() + text.size();
    const auto [read, error] = std::from_chars(text.data(), end, count);
    if (!text.empty() && error == std::errc() && read == end) stats["count"] = count;
    return stats;
}

/// {by: {field: {value, display_value?}}, stats} from ServiceNow's list of fields.
Json groupOf(const Json& row) {
    Json by = Json::object();
    for (const Json& field : memberOf(row, "groupby_fields")) {
        Json named = field;
        if (named.is_object()) named.erase("field");
        by[textOf(field, "field")] = std::move(named);
    }
    return {{"by", std::move(by)}, {"stats", withNumericCount(memberOf(row, "stats"))}};
}

Json groupsOf(const Json& rows) {
    Json groups = Json::array();
    for (const Json& row : rows) {
        groups.push_back(groupOf(row));
    }
    return groups;
}

/// Has ServiceNow compute over the records of a table.
class Aggregation : public std::enable_shared_from_this<Aggregation> {
public:
    Aggregation(Instance& instance, Caller caller, AggregateRequest wanted, Then<Answer> then)
        : caller_(std::move(caller)),
          instance_(instance),
          wanted_(std::move(wanted)),
          then_(std::move(then)) {}

    void start() {
        checkQuery(instance_,
                   caller_,
                   {wanted_.table, wanted_.conditions, wanted_.fields()},
                   [self = shared_from_this()](Outcome<CheckedFields> checked) {
                       self->compute(std::move(checked));
                   });
    }

private:
    void compute(Outcome<CheckedFields> checked) {
        if (!checked) return then_(checked.problem());
        notices_ = std::move(checked.value().notices);
        instance_.ask(
            caller_, wanted_.apiRequest(), [self = shared_from_this()](Outcome<ApiReply> reply) {
                self->take(std::move(reply));
            });
    }

    void take(Outcome<ApiReply> reply) {
        if (!reply) return then_(reply.problem());
        const Json& result = reply.value().result;
        const bool is_grouped = !wanted_.group_by.empty();
        if (is_grouped ? !result.is_array() : !memberOf(result, "stats").is_object()) {
            return then_(
                Problem{.message = "aggregate " + base::quoted(wanted_.table) +
                                   ": ServiceNow's result does not have the form of an aggregate",
                        .transaction_id = reply.value().transaction_id});
        }
        Json answer = {{"table", wanted_.table},
                       {"effective_query", wanted_.conditions.text()},
                       {"notices", notices_},
                       {"transaction_id", reply.value().transaction_id}};
        if (is_grouped) {
            answer["groups"] = groupsOf(result);
        } else {
            answer["stats"] = withNumericCount(memberOf(result, "stats"));
        }
        then_(Answer(std::move(answer)));
    }

    const Caller caller_;
    Instance& instance_;
    const AggregateRequest wanted_;
    const Then<Answer> then_;
    std::vector<std::string> notices_;
};

}  // namespace

void aggregateRecords(Instance& instance,
                      const Caller& caller,
                      const Json& request,
                      Then<Answer> then) {
    auto wanted = readAggregateRequest(request, instance.scripts());
    if (!wanted) return then(wanted.problem());
    std::make_shared<Aggregation>(instance, caller, std::move(wanted).value(), std::move(then))
        ->start();
}

}  // namespace toolhost::servicenow
