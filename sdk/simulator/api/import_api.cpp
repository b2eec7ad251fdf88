#include "simulator/api/import_api.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "simulator/display.hpp"
#include "simulator/refusals.hpp"
#include "simulator/text.hpp"
#include "simulator/write/input.hpp"
#include "simulator/write/writer.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

/// What became of one row.
struct Outcome {
    std::string status;  ///< inserted, updated, ignored or error
    std::string target;  ///< sys_id, or empty
    std::string error;
};

Writer writerOf(const Call& call) {
    return {call.records, call.access, call.caller, call.now};
}

/// The values of the target that the map makes of a staging row, as its JSON.
std::string mapped(const Transform& transform, const Record& row) {
    json values = json::object();
    for (const auto& [from, to] : transform.fields) {
        if (!row.get(from).empty()) values[to] = row.get(from);
    }
    return jsonText(values);
}

/// The record that the coalesce field finds; nothing when there is none, or no such field.
std::optional<Record> coalesced(const Call& call,
                                const Transform& transform,
                                const Table& target,
                                const Values& values) {
    const auto key = values.find(transform.coalesce);
    if (key == values.end() || key->second.empty()) return std::nullopt;
    return call.records.findBy(target, transform.coalesce, key->second);
}

Outcome failed(const Refusal& refusal) {
    return {"error", {}, refusal.detail.value_or(refusal.message)};
}

Outcome transformRow(const Call& call, const Transform& transform, const Record& row) {
    const auto& target = call.records.schema().table(transform.target);
    auto input = readInput(mapped(transform, row), target, InputValues::Display, call.records);
    if (!input) return failed(input.refusal());
    auto writer = writerOf(call);
    const auto known = coalesced(call, transform, target, input.value());
    if (!known) {
        const auto inserted = writer.insert(target, std::move(input).value());
        if (!inserted) return failed(inserted.refusal());
        return {"inserted", inserted.value().sysId(), {}};
    }
    const auto updated = writer.update(*known, std::move(input).value());
    if (!updated) return failed(updated.refusal());
    const bool same = updated.value().get("sys_mod_count") == known->get("sys_mod_count");
    return {same ? "ignored" : "updated", known->sysId(), {}};
}

json describe(const Call& call, const Transform& transform, const Outcome& outcome) {
    const auto& target = call.records.schema().table(transform.target);
    json out{
        {"transform_map", transform.name}, {"table", transform.target}, {"status", outcome.status}};
    if (outcome.status == "error") {
        out["error_message"] = outcome.error;
        return out;
    }
    const auto record = call.records.find(target, outcome.target);
    out["display_name"] = target.display->element;
    out["display_value"] = record ? Display(call.records).of(*record, *target.display) : "";
    out["record_link"] = call.api_url + "/table/" + transform.target + "/" + outcome.target;
    out["sys_id"] = outcome.target;
    return out;
}

Result<Record> stage(const Call& call,
                     const Table& staging,
                     const std::string& import_set,
                     const json& row) {
    auto input = readInput(jsonText(row), staging, InputValues::Stored, call.records);
    if (!input) return input.refusal();
    auto values = std::move(input).value();
    values["sys_import_set"] = import_set;
    values["sys_import_state"] = "pending";
    Transaction transaction(call.records.session());
    auto staged = writerOf(call).add(staging, std::move(values));
    if (staged) transaction.commit();
    return staged;
}

/// Stages and transforms a row, and writes beside it what came of it.
Result<json> importRow(const Call& call,
                       const Table& staging,
                       const std::string& import_set,
                       const json& row) {
    const auto staged = stage(call, staging, import_set, row);
    if (!staged) return staged.refusal();
    const auto outcome = transformRow(call, *staging.transform, staged.value());
    call.records.update(staging,
                        staged.value().sysId(),
                        {{"sys_import_state", outcome.status},
                         {"sys_import_state_comment", outcome.error},
                         {"sys_target_table", staging.transform->target},
                         {"sys_target_sys_id", outcome.target}});
    return describe(call, *staging.transform, outcome);
}

Result<Record> newImportSet(const Call& call, const Table& staging) {
    Transaction transaction(call.records.session());
    auto added = writerOf(call).add(call.records.schema().table("sys_import_set"),
                                    {{"table_name", staging.name}, {"state", "processed"}});
    if (added) transaction.commit();
    return added;
}

/// The rows of a body: itself, or its `records`.
std::optional<json> rowsIn(const std::string& body, bool several) {
    auto parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object()) return std::nullopt;
    if (!several) return json::array({std::move(parsed)});
    const auto records = parsed.find("records");
    if (records == parsed.end() || !records->is_array() || records->empty()) return std::nullopt;
    return *records;
}

Result<Reply> importRows(const Call& call, const Table& staging, bool several) {
    if (!call.access.mayCreate(call.caller, staging)) return refusals::forbiddenWrite("Insert");
    const auto rows = rowsIn(call.request.body, several);
    if (!rows) return refusals::unreadableRequest("The body holds no record to import");
    const auto import_set = newImportSet(call, staging);
    if (!import_set) return import_set.refusal();
    json results = json::array();
    for (const auto& row : *rows) {
        auto imported = importRow(call, staging, import_set.value().sysId(), row);
        if (!imported) return imported.refusal();
        results.push_back(std::move(imported).value());
    }
    return jsonReply(201,
                     {{"import_set", import_set.value().get("number")},
                      {"staging_table", staging.name},
                      {"result", std::move(results)}});
}

Result<Reply> showRow(const Call& call, const Table& staging, std::string_view sys_id) {
    const auto row = call.records.find(staging, sys_id);
    if (!row || !call.access.maySee(call.caller, *row)) return refusals::noRecord();
    const auto& sets = call.records.schema().table("sys_import_set");
    const auto import_set = call.records.find(sets, row->get("sys_import_set"));
    const Outcome outcome{row->get("sys_import_state"),
                          row->get("sys_target_sys_id"),
                          row->get("sys_import_state_comment")};
    return jsonReply(200,
                     {{"import_set", import_set ? import_set->get("number") : ""},
                      {"staging_table", staging.name},
                      {"result", json::array({describe(call, *staging.transform, outcome)})}});
}

}  // namespace

Result<Reply> answerImport(const Call& call, std::string_view rest) {
    const auto steps = split(rest, '/');
    const auto* staging = call.records.schema().findTable(steps[0]);
    if (staging == nullptr || !staging->transform) return refusals::invalidTable(steps[0]);
    const auto& method = call.request.method;
    const bool several = steps.size() == 2 && steps[1] == "insertMultiple";
    if (steps.size() > 2) return refusals::unknownResource(call.request.path);
    if (method == "POST" && (steps.size() == 1 || several)) {
        return importRows(call, *staging, several);
    }
    if (method != "GET" || steps.size() != 2) return refusals::methodNotSupported();
    return showRow(call, *staging, steps[1]);
}

}  // namespace toolhost::sim
