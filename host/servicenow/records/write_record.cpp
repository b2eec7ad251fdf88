#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/dictionary/field_check.hpp"
#include "servicenow/operations.hpp"
#include "servicenow/records/written_record.hpp"
#include "servicenow/request_reader.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

struct Change {
    std::string table;
    std::string sys_id;  // empty: a new record
    SentValues values;

    [[nodiscard]] bool isNew() const { return sys_id.empty(); }
    [[nodiscard]] std::string attempted() const {
        return isNew() ? "create a record of " + base::quoted(table)
                       : "update " + table + " " + sys_id;
    }
};

std::string readSysId(RequestReader& reader) {
    std::string sys_id = reader.requiredText("sys_id");
    if (!isSysId(sys_id)) {
        reader.refuse("'sys_id' must be 32 hexadecimal digits, not " + base::quoted(sys_id),
                      "read the record by its number first to learn its sys_id");
    }
    return sys_id;
}

/// Creates or updates one record and tells what became of the values.
class RecordWrite : public std::enable_shared_from_this<RecordWrite> {
public:
    RecordWrite(Instance& instance, Caller caller, Change change, Then<Answer> then)
        : caller_(std::move(caller)),
          instance_(instance),
          change_(std::move(change)),
          then_(std::move(then)) {}

    void start() {
        std::vector<std::string> fields;
        for (const auto& [field, value] : change_.values) {
            fields.push_back(field);
        }
        checkFields(instance_,
                    caller_,
                    {change_.table,
                     std::move(fields),
                     "ServiceNow would drop the value without a word; the schema operation lists "
                     "the names"},
                    [self = shared_from_this()](Outcome<CheckedFields> checked) {
                        self->write(std::move(checked));
                    });
    }

private:
    void write(Outcome<CheckedFields> checked) {
        if (!checked) return then_(checked.problem());
        checked_ = std::move(checked).value();
        const auto read_back = fieldsToReadBack(*checked_.schema, change_.values);
        ApiRequest request{.attempted = change_.attempted(),
                           .method = change_.isNew() ? "POST" : "PATCH",
                           .path = "/api/now/table/" + change_.table,
                           .parameters = {{"sysparm_fields", base::join(read_back, ",")},
                                          {"sysparm_display_value", "all"},
                                          {"sysparm_exclude_reference_link", "true"}},
                           .body = writeJson(Json(change_.values))};
        if (!change_.isNew()) request.path += "/" + change_.sys_id;
        instance_.ask(
            caller_, std::move(request), [self = shared_from_this()](Outcome<ApiReply> reply) {
                self->take(std::move(reply));
            });
    }

    void take(Outcome<ApiReply> reply) {
        if (!reply) return then_(reply.problem());
        const Json& record = reply.value().result;
        Json answer = {{"table", change_.table},
                       {"record", namesOf(record, *checked_.schema)},
                       {"transaction_id", reply.value().transaction_id}};
        Json changed = changedByInstance(record, *checked_.schema, change_.values);
        if (!changed.empty()) answer["changed_by_instance"] = std::move(changed);
        noticeUnreadable(record);
        answer["notices"] = checked_.notices;
        then_(Answer(std::move(answer)));
    }

    void noticeUnreadable(const Json& record) {
        for (const auto& [field, value] : change_.values) {
            if (memberOf(record, field).is_null()) {
                checked_.notices.push_back("whether " + field +
                                           " was stored is not known: this user may not read it");
            }
        }
    }

    const Caller caller_;
    Instance& instance_;
    const Change change_;
    const Then<Answer> then_;
    CheckedFields checked_;
};

void write(Instance& instance,
           const Caller& caller,
           const RequestReader& reader,
           Change change,
           Then<Answer> then) {
    if (const auto problem = reader.problem()) return then(*problem);
    std::make_shared<RecordWrite>(instance, caller, std::move(change), std::move(then))->start();
}

}  // namespace

void createRecord(Instance& instance,
                  const Caller& caller,
                  const Json& request,
                  Then<Answer> then) {
    RequestReader reader(request);
    Change change{.table = reader.table(), .sys_id = {}, .values = reader.values("values")};
    write(instance, caller, reader, std::move(change), std::move(then));
}

void updateRecord(Instance& instance,
                  const Caller& caller,
                  const Json& request,
                  Then<Answer> then) {
    RequestReader reader(request);
    Change change{
        .table = reader.table(), .sys_id = readSysId(reader), .values = reader.values("values")};
    write(instance, caller, reader, std::move(change), std::move(then));
}

void deleteRecord(Instance& instance,
                  const Caller& caller,
                  const Json& request,
                  Then<Answer> then) {
    RequestReader reader(request);
    const std::string table = reader.table();
    const std::string sys_id = readSysId(reader);
    if (const auto problem = reader.problem()) return then(*problem);
    ApiRequest deletion{.attempted = "delete " + table + " " + sys_id,
                        .method = "DELETE",
                        .path = "/api/now/table/" + table + "/" + sys_id};
    instance.ask(caller,
                 std::move(deletion),
                 [table, sys_id, then = std::move(then)](const Outcome<ApiReply>& reply) {
                     if (!reply) return then(reply.problem());
                     then(Answer({{"table", table},
                                  {"sys_id", sys_id},
                                  {"deleted", true},
                                  {"transaction_id", reply.value().transaction_id}}));
                 });
}

}  // namespace toolhost::servicenow
