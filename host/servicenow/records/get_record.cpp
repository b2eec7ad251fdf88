#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/dictionary/field_check.hpp"
#include "servicenow/operations.hpp"
#include "servicenow/query/script_policy.hpp"
#include "servicenow/request_reader.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

struct Wanted {
    std::string table;
    std::string sys_id;
    std::string number;
    std::vector<std::string> fields;
    Display display = Display::Labels;
};

/// Whether the text stays one value in a condition: '^' would end it, javascript: would be run.
bool isPlainValue(const std::string& text) {
    return text.find('^') == std::string::npos && !runsAScript(text);
}

Outcome<Wanted> readRequest(const Json& request) {
    RequestReader reader(request);
    Wanted wanted;
    wanted.table = reader.table();
    wanted.sys_id = reader.text("sys_id");
    wanted.number = reader.text("number");
    wanted.fields = reader.fields("fields");
    wanted.display = reader.display();
    if (wanted.sys_id.empty() == wanted.number.empty()) {
        reader.refuse("give either 'sys_id' or 'number'");
    }
    if (!wanted.sys_id.empty() && !isSysId(wanted.sys_id)) {
        reader.refuse("'sys_id' must be 32 hexadecimal digits, not " + base::quoted(wanted.sys_id),
                      "to find a record by its number, give 'number'");
    }
    if (!wanted.number.empty() && !isPlainValue(wanted.number)) {
        reader.refuse("'number' must be a record's number, such as INC0010001, not " +
                      base::quoted(wanted.number));
    }
    if (const auto problem = reader.problem()) return *problem;
    return wanted;
}

/// Reads one record by its key or its number.
class RecordRead : public std::enable_shared_from_this<RecordRead> {
public:
    RecordRead(Instance& instance, Caller caller, Wanted wanted, Then<Answer> then)
        : caller_(std::move(caller)),
          instance_(instance),
          wanted_(std::move(wanted)),
          then_(std::move(then)) {}

    void start() {
        std::vector<std::string> fields = wanted_.fields;
        if (wanted_.sys_id.empty()) fields.emplace_back("number");
        checkFields(instance_,
                    caller_,
                    {wanted_.table, std::move(fields), "the schema operation lists the names"},
                    [self = shared_from_this()](Outcome<CheckedFields> checked) {
                        self->read(std::move(checked));
                    });
    }

private:
    void read(Outcome<CheckedFields> checked) {
        if (!checked) return then_(checked.problem());
        notices_ = std::move(checked.value().notices);
        instance_.ask(caller_, request(), [self = shared_from_this()](Outcome<ApiReply> reply) {
            self->take(std::move(reply));
        });
    }

    [[nodiscard]] ApiRequest request() const {
        ApiRequest request{
            .attempted = "read " + which(),
            .path = "/api/now/table/" + wanted_.table,
            .parameters = {{"sysparm_display_value", std::string(parameterOf(wanted_.display))},
                           {"sysparm_exclude_reference_link", "true"}}};
        if (!wanted_.fields.empty()) {
            request.parameters.emplace_back("sysparm_fields", base::join(wanted_.fields, ","));
        }
        if (!wanted_.sys_id.empty()) {
            request.path += "/" + wanted_.sys_id;
            return request;
        }
        request.parameters.emplace_back("sysparm_query", "number=" + wanted_.number);
        request.parameters.emplace_back("sysparm_limit", "2");
        return request;
    }

    void take(Outcome<ApiReply> reply) {
        if (!reply) return then_(reply.problem());
        Json result = std::move(reply.value().result);
        if (result.is_array() && result.size() > 1) {
            notices_.emplace_back("more than one record has this number; this is the first");
        }
        if (result.is_array() && result.empty()) return then_(notFound());
        Json record = result.is_array() ? std::move(result.front()) : std::move(result);
        if (!record.is_object()) {
            return then_(
                Problem{.message = "read " + which() + ": ServiceNow's result is no record",
                        .transaction_id = reply.value().transaction_id});
        }
        Json answer = {{"table", wanted_.table},
                       {"notices", notices_},
                       {"transaction_id", reply.value().transaction_id}};
        answer["record"] = std::move(record);
        then_(Answer(std::move(answer)));
    }

    [[nodiscard]] std::string which() const {
        return wanted_.table + " " + (wanted_.sys_id.empty() ? wanted_.number : wanted_.sys_id);
    }

    [[nodiscard]] Problem notFound() const {
        return {.kind = Problem::Kind::NotFound,
                .message = "read " + which() + ": no record has this number",
                .hint = "the record does not exist, or this user may not see it"};
    }

    const Caller caller_;
    Instance& instance_;
    const Wanted wanted_;
    const Then<Answer> then_;
    std::vector<std::string> notices_;
};

}  // namespace

void getRecord(Instance& instance, const Caller& caller, const Json& request, Then<Answer> then) {
    auto wanted = readRequest(request);
    if (!wanted) return then(wanted.problem());
    std::make_shared<RecordRead>(instance, caller, std::move(wanted).value(), std::move(then))
        ->start();
}

}  // namespace toolhost::servicenow
