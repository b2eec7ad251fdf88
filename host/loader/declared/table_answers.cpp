#include "loader/declared/table_answers.hpp"

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include <toolhost/records_reply.hpp>

#include "base/json_text.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// Why the service did not do it: ServiceNow's words, and what to do.
base::Error failureOf(const json& reply) {
    const json error = reply.is_object() ? reply.value("error", json()) : json();
    std::string text = base::textIn(error, "message");
    if (text.empty()) text = "ServiceNow gave no reason";
    if (const auto detail = base::textIn(error, "detail"); !detail.empty()) text += ": " + detail;
    if (error.is_object() && error.contains("status")) {
        text += " (HTTP " + dump(error["status"]) + ')';
    }
    if (const auto kind = base::textIn(error, "kind"); !kind.empty()) text += " [" + kind + ']';
    if (const auto hint = base::textIn(error, "hint"); !hint.empty()) text += ". " + hint;
    if (const auto account = base::textIn(reply, "acting_as"); !account.empty()) {
        text += ". ServiceNow was asked as '" + account + '\'';
    }
    return {std::move(text)};
}

/// The reply that says it worked; an error is why it did not.
base::Result<json> goodReply(std::string_view text) {
    json reply = json::parse(text, nullptr, false);
    if (!reply.is_object() || reply.value("ok", json(false)) != true) return failureOf(reply);
    return reply;
}

/// Those members, where they are there and say something.
json chosen(const json& reply, std::initializer_list<const char*> names) {
    json members = json::object();
    for (const char* name : names) {
        const auto found = reply.find(name);
        if (found == reply.end() || found->is_null() || found->empty()) continue;
        members[name] = *found;
    }
    return members;
}

std::string resultText(const std::string& structured) {
    return R"({"content":[],"structuredContent":)" + structured + '}';
}

/// The record that a search for one found.
base::Result<json> onlyRecord(const json& reply, const DeclaredTool& tool) {
    if (const json left_out = reply.value("left_out", json::array()); !left_out.empty()) {
        return base::Error{
            "The record is larger than any answer may be; the declaration must ask for fewer of "
            "its fields"};
    }
    const json records = reply.value("records", json::array());
    if (!records.is_array() || records.empty()) {
        return base::Error{"No record of " + tool.table + " that this tool reaches has this " +
                           tool.key + "; it does not exist, or this user may not see it"};
    }
    if (records.size() > 1) {
        return base::Error{"More than one record of " + tool.table + " has this " + tool.key +
                           "; nothing was done"};
    }
    return records.front();
}

}  // namespace

base::Result<std::string> listAnswer(std::string_view reply) {
    const auto parts = sdk::RecordsReply::split(reply);
    const auto good = parts ? base::Result<json>(parts->members) : goodReply(reply);
    if (!good.ok()) return good.error();
    const json& members = good.value();
    json answer = chosen(members, {"next_cursor", "left_out", "notices", "acting_as"});
    answer["total"] = members.value("total", json());
    answer["returned"] = members.value("returned", json(0));
    answer["has_more"] = members.value("has_more", json(false));
    std::string text = dump(answer);
    text.pop_back();  // the closing brace
    text.append(",\"records\":").append(parts ? parts->records : "[]").append("}");
    return resultText(text);
}

base::Result<std::string> recordAnswer(std::string_view reply, const DeclaredTool& tool) {
    const auto good = goodReply(reply);
    if (!good.ok()) return good.error();
    auto record = onlyRecord(good.value(), tool);
    if (!record.ok()) return record.error();
    json answer = chosen(good.value(), {"notices", "acting_as"});
    answer["record"] = std::move(record).value();
    return resultText(dump(answer));
}

base::Result<std::string> foundSysId(std::string_view reply, const DeclaredTool& tool) {
    const auto good = goodReply(reply);
    if (!good.ok()) return good.error();
    const auto record = onlyRecord(good.value(), tool);
    if (!record.ok()) return record.error();
    std::string sys_id = base::textIn(record.value(), "sys_id");
    if (sys_id.empty()) return base::Error{"ServiceNow did not say which record this is"};
    return sys_id;
}

base::Result<std::string> writtenAnswer(std::string_view reply) {
    const auto good = goodReply(reply);
    if (!good.ok()) return good.error();
    json answer = chosen(good.value(), {"changed_by_instance", "notices", "acting_as"});
    answer["record"] = good.value().value("record", json::object());
    return resultText(dump(answer));
}

}  // namespace toolhost::loader
