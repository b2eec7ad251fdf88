#include "fake_instance.hpp"

#include <algorithm>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::answer;
using tests::Answer;
using tests::SeenRequest;

json column(const char* table, const char* name, const char* type, const char* reference = "") {
    return {{"name", table},
            {"element", name},
            {"column_label", std::string("Label of ") + name},
            {"internal_type", type},
            {"max_length", "40"},
            {"mandatory", "false"},
            {"read_only", "false"},
            {"display",
             std::string(name) == "number" || std::string(name) == "name" ? "true" : "false"},
            {"active", "true"},
            {"default_value", ""},
            {"reference", reference}};
}

const json& dictionary() {
    static const json kRows = {column("incident", "category", "string"),
                               column("incident", "caller_id", "reference", "sys_user"),
                               column("incident", "priority", "integer"),
                               column("task", "number", "string"),
                               column("task", "short_description", "string"),
                               column("task", "priority", "integer"),
                               column("task", "impact", "integer"),
                               column("task", "state", "integer"),
                               column("task", "work_notes", "journal_input"),
                               column("task", "assigned_to", "reference", "sys_user"),
                               column("task", "sys_id", "GUID"),
                               column("task", "sys_created_on", "glide_date_time"),
                               column("sys_user", "name", "string"),
                               column("sys_user", "manager", "reference", "sys_user"),
                               column("sys_user", "email", "email")};
    return kRows;
}

Answer tableRows(const SeenRequest& seen) {
    static const std::map<std::string, json> kTables = {
        {"incident", {{"name", "incident"}, {"label", "Incident"}, {"super_class.name", "task"}}},
        {"task", {{"name", "task"}, {"label", "Task"}, {"super_class.name", ""}}},
        {"sys_user", {{"name", "sys_user"}, {"label", "User"}, {"super_class.name", ""}}}};
    const std::string query = seen.parameter("sysparm_query");
    json rows = json::array();
    for (const auto& [name, row] : kTables)
        if (query == "name=" + name ||
            query.find("STARTSWITH" + name.substr(0, 3)) != std::string::npos)
            rows.push_back(row);
    return result(rows, static_cast<int>(rows.size()));
}

Answer dictionaryRows(const SeenRequest& seen) {
    const std::string query = seen.parameter("sysparm_query");
    const auto tables = base::splitList(query.substr(6, query.find('^') - 6), ',');
    json rows = json::array();
    for (const auto& row : dictionary())
        if (std::find(tables.begin(), tables.end(), row["name"]) != tables.end())
            rows.push_back(row);
    return result(rows, static_cast<int>(rows.size()));
}

Answer token(const SeenRequest& seen) {
    const json claims = claimsOf(seen.parameter("assertion"));
    return answer(200,
                  json{{"access_token", "token-of-" + claims.value("sub", "")},
                       {"token_type", "Bearer"},
                       {"expires_in", 1799}}
                      .dump());
}

}  // namespace

std::string incidentPath() {
    return kIncidents + ("/" + std::string(32, 'a'));
}

json getIncident() {
    return {{"op", "get"}, {"table", "incident"}, {"sys_id", std::string(32, 'a')}};
}

Answer incident(const SeenRequest&) {
    return result({{"number", "INC0010001"}});
}

Answer result(const json& value, std::optional<int> total) {
    std::string headers =
        "Content-Type: application/json;charset=UTF-8\r\nX-Transaction-ID: abc123def456\r\n";
    if (total) headers += "X-Total-Count: " + std::to_string(*total) + "\r\n";
    return answer(200, json{{"result", value}}.dump(), headers);
}

Answer refusal(int status, const std::string& message, const json& detail) {
    return answer(
        status,
        json{{"error", {{"message", message}, {"detail", detail}}}, {"status", "failure"}}.dump());
}

json claimsOf(const std::string& jwt) {
    const auto parts = base::split(jwt, '.');
    if (parts.size() != 3) return json::object();
    return json::parse(base::decodeBase64Url(parts[1]).value_or("{}"));
}

FakeInstance::FakeInstance() : server_([this](const SeenRequest& seen) { return react(seen); }) {}

void FakeInstance::on(const std::string& path, Handler handler) {
    const std::lock_guard lock(mutex_);
    handlers_[path] = std::move(handler);
}

std::vector<SeenRequest> FakeInstance::requestsTo(const std::string& path) const {
    std::vector<SeenRequest> all = server_.requests();
    std::erase_if(all, [&](const SeenRequest& seen) {
        return seen.target.substr(0, seen.target.find('?')) != path;
    });
    return all;
}

std::optional<Answer> FakeInstance::react(const SeenRequest& seen) {
    const std::string path = seen.target.substr(0, seen.target.find('?'));
    Handler scripted;
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = handlers_.find(path); found != handlers_.end())
            scripted = found->second;
    }
    if (scripted) return scripted(seen);
    if (path == "/oauth_token.do") return token(seen);
    if (path == "/api/now/table/sys_db_object") return tableRows(seen);
    if (path == "/api/now/table/sys_dictionary") return dictionaryRows(seen);
    if (path == "/api/now/table/sys_dictionary_override")
        return refusal(400, "Invalid table sys_dictionary_override");
    return refusal(400, "Invalid table " + path.substr(path.rfind('/') + 1));
}

}  // namespace toolhost::servicenow
