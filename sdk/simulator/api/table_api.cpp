#include "simulator/api/table_api.hpp"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "simulator/api/table_list.hpp"
#include "simulator/refusals.hpp"
#include "simulator/render.hpp"
#include "simulator/text.hpp"
#include "simulator/write/input.hpp"
#include "simulator/write/writer.hpp"

namespace toolhost::sim {

namespace {

Reply recordReply(const Call& call, int status, const Record& record) {
    return jsonReply(status, {{"result", call.renderer().render(record)}});
}

Reply emptyReply(int status) {
    return {status, {}, {}, {}, {}};
}

Result<Record> visibleRecord(const Call& call, const Table& table, std::string_view sys_id) {
    auto record = call.records.find(table, sys_id);
    if (!record || !call.access.maySee(call.caller, *record)) return refusals::noRecord();
    return std::move(*record);
}

/// The same record with every column of its own class, whose rules apply to a write.
Record asItsClass(Records& records, const Record& record) {
    const auto* own = records.schema().findTable(record.get("sys_class_name"));
    if (own == nullptr || own == record.table) return record;
    return records.find(*own, record.sysId()).value_or(record);
}

std::optional<Refusal> checkWritable(const Call& call, const Table& table) {
    if (table.generated) {
        return refusals::notSimulated("writing to " + table.name,
                                      "Tables and columns come from the schema file; start the "
                                      "simulator with another --schema.");
    }
    if (lower(call.request.content_type).starts_with("application/json")) return std::nullopt;
    if (call.request.content_type.empty()) {
        return refusals::unreadableRequest("The Content-Type header is missing");
    }
    return Refusal{415, "Unsupported media type", "Send the record as application/json"};
}

Result<Values> inputOf(const Call& call, const Table& table) {
    const bool display = call.request.query.isTrue("sysparm_input_display_value");
    return readInput(call.request.body,
                     table,
                     display ? InputValues::Display : InputValues::Stored,
                     call.records);
}

Writer writerOf(const Call& call) {
    return {call.records, call.access, call.caller, call.now};
}

Result<Reply> createRecord(const Call& call, const Table& table) {
    if (auto refusal = checkWritable(call, table)) return std::move(*refusal);
    auto input = inputOf(call, table);
    if (!input) return input.refusal();
    const auto created = writerOf(call).insert(table, std::move(input).value());
    if (!created) return created.refusal();
    const auto& record = created.value();
    auto reply = call.request.wants_no_body ? emptyReply(201) : recordReply(call, 201, record);
    reply.headers.emplace_back("Location",
                               call.api_url + "/table/" + table.name + "/" + record.sysId());
    return reply;
}

Result<Reply> readRecord(const Call& call, const Table& table, std::string_view sys_id) {
    const auto record = visibleRecord(call, table, sys_id);
    if (!record) return record.refusal();
    return recordReply(call, 200, record.value());
}

Result<Reply> updateRecord(const Call& call, const Table& table, std::string_view sys_id) {
    if (auto refusal = checkWritable(call, table)) return std::move(*refusal);
    const auto record = visibleRecord(call, table, sys_id);
    if (!record) return record.refusal();
    auto input = inputOf(call, table);
    if (!input) return input.refusal();
    const auto updated =
        writerOf(call).update(asItsClass(call.records, record.value()), std::move(input).value());
    if (!updated) return updated.refusal();
    if (call.request.wants_no_body) return emptyReply(204);
    return readRecord(call, table, sys_id);
}

Result<Reply> deleteRecord(const Call& call, const Table& table, std::string_view sys_id) {
    if (table.generated) return refusals::forbiddenWrite("Delete");
    const auto record = visibleRecord(call, table, sys_id);
    if (!record) return record.refusal();
    const auto removed = writerOf(call).remove(asItsClass(call.records, record.value()));
    if (!removed) return removed.refusal();
    return emptyReply(204);
}

Result<Reply> answerCollection(const Call& call, const Table& table) {
    if (call.request.method == "GET") return listRecords(call, table);
    if (call.request.method == "POST") return createRecord(call, table);
    return refusals::methodNotSupported();
}

Result<Reply> answerRecord(const Call& call, const Table& table, std::string_view sys_id) {
    const auto& method = call.request.method;
    if (method == "GET") return readRecord(call, table, sys_id);
    if (method == "PUT" || method == "PATCH") return updateRecord(call, table, sys_id);
    if (method == "DELETE") return deleteRecord(call, table, sys_id);
    return refusals::methodNotSupported();
}

}  // namespace

Result<Reply> answerTable(const Call& call, std::string_view table, std::string_view sys_id) {
    const auto readable = readableTable(call, table);
    if (!readable) return readable.refusal();
    const auto& target = *readable.value();
    return sys_id.empty() ? answerCollection(call, target) : answerRecord(call, target, sys_id);
}

}  // namespace toolhost::sim
