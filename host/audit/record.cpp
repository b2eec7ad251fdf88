#include "audit/record.hpp"

#include <cstddef>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/ids.hpp"
#include "base/redaction.hpp"

namespace toolhost::audit {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kValueBytesMax = 64U << 10U;
constexpr int kVersion = 1;
constexpr int kOneLine = -1;

/// A JSON string; what is not UTF-8 becomes U+FFFD, so that no event is lost to it.
std::string jsonString(std::string text) {
    return Json(std::move(text)).dump(kOneLine, ' ', false, Json::error_handler_t::replace);
}

std::string clearText(std::string_view value) {
    std::string text = base::redact(value);
    if (text.size() > kValueBytesMax) {
        const std::string note = " [cut, was " + std::to_string(text.size()) + " bytes]";
        text.resize(kValueBytesMax);
        text += note;
    }
    return jsonString(std::move(text));
}

/// The value as whoever reads the record gets it.
std::string asRead(std::string_view value) {
    return Json::parse(clearText(value), nullptr, false).get<std::string>();
}

void appendMember(std::string& members, std::string_view name, std::string_view json) {
    if (!members.empty() && members.back() != '{') members += ',';
    members += '"';
    members += name;
    members += "\":";
    members += json;
}

std::string_view nameOf(identity::Evidence evidence) {
    switch (evidence) {
        case identity::Evidence::Token:
            return "token";
        case identity::Evidence::Secret:
            return "secret";
        case identity::Evidence::Process:
            return "process";
        case identity::Evidence::Nothing:
            return "nothing";
    }
    return "nothing";
}

std::string actorJson(const identity::Principal& actor) {
    std::string json = "{";
    appendMember(json, "subject", clearText(actor.subject));
    appendMember(json, "client_id", clearText(actor.client_id));
    appendMember(json, "user", actor.user ? clearText(*actor.user) : "null");
    appendMember(json, "token_id", clearText(actor.token_id));
    appendMember(json, "evidence", jsonString(std::string(nameOf(actor.evidence))));
    return json + '}';
}

/// A member "code" holds an error code here; OAuth's codes are never in an event.
bool holdsSecret(std::string_view name) {
    return name != "code" && base::isSecretName(name);
}

std::string detailsJson(const std::map<std::string, std::string>& details) {
    std::string json = "{";
    for (const auto& [name, value] : details) {
        if (json.size() > 1) json += ',';
        json += clearText(name);
        json += ':';
        json += clearText(holdsSecret(name) ? base::kRedacted : std::string_view(value));
    }
    return json + '}';
}

std::string textAt(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::int64_t integerAt(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_number_integer() ? found->get<std::int64_t>() : 0;
}

void readActor(const Json& actor, Record& record) {
    record.subject = textAt(actor, "subject");
    record.client_id = textAt(actor, "client_id");
    if (const auto user = actor.find("user"); user != actor.end() && user->is_string()) {
        record.user = user->get<std::string>();
    }
    record.token_id = textAt(actor, "token_id");
    record.evidence = textAt(actor, "evidence");
}

void readDetails(const Json& details, Record& record) {
    for (const auto& [name, value] : details.items()) {
        if (value.is_string()) record.details[name] = value.get<std::string>();
    }
}

bool hasShape(const Json& json) {
    if (!json.is_object() || integerAt(json, "v") != kVersion) return false;
    const auto actor = json.find("actor");
    const auto details = json.find("details");
    return actor != json.end() && actor->is_object() && details != json.end() &&
           details->is_object();
}

}  // namespace

Draft draftRecord(const Event& event, const Stamp& stamp) {
    Draft draft{{}, asRead(event.type), asRead(event.actor.user.value_or(event.actor.subject))};
    std::string& members = draft.members;
    appendMember(members, "ts", std::to_string(stamp.time_us));
    appendMember(members, "id", jsonString(stamp.id));
    appendMember(members, "node", clearText(stamp.node));
    appendMember(members, "type", clearText(event.type));
    appendMember(members, "actor", actorJson(event.actor));
    appendMember(members, "target", clearText(event.target));
    appendMember(members, "call_id", clearText(event.call_id));
    appendMember(members, "outcome", jsonString(std::string(nameOf(event.outcome))));
    appendMember(members, "details", detailsJson(event.details));
    return draft;
}

const std::string& whoOf(const Record& record) {
    return record.user ? *record.user : record.subject;
}

std::string recordBytes(std::int64_t seq,
                        std::string_view members,
                        std::string_view previous_hash) {
    std::string bytes = "{";
    appendMember(bytes, "v", std::to_string(kVersion));
    appendMember(bytes, "seq", std::to_string(seq));
    bytes += ',';
    bytes += members;
    appendMember(bytes, "prev", '"' + base::toHex(previous_hash) + '"');
    return bytes + '}';
}

std::optional<Record> parseRecord(std::string_view bytes) {
    const Json json = Json::parse(bytes, nullptr, false);
    if (!hasShape(json)) return std::nullopt;
    Record record;
    record.seq = integerAt(json, "seq");
    record.time_us = integerAt(json, "ts");
    const std::initializer_list<std::pair<const char*, std::string*>> texts = {
        {"id", &record.id},
        {"node", &record.node},
        {"type", &record.type},
        {"outcome", &record.outcome},
        {"target", &record.target},
        {"call_id", &record.call_id},
        {"prev", &record.previous_hash}};
    for (const auto& [name, field] : texts) {
        *field = textAt(json, name);
    }
    readActor(*json.find("actor"), record);
    readDetails(*json.find("details"), record);
    return record;
}

std::string exportLine(std::string_view bytes, std::string_view hash) {
    std::string line(bytes.substr(0, bytes.empty() ? 0 : bytes.size() - 1));
    appendMember(line, "hash", '"' + base::toHex(hash) + '"');
    return line + '}';
}

}  // namespace toolhost::audit
