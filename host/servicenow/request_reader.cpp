#include "servicenow/request_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "servicenow/query/field_path.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kFieldsMax = 200;

/// The text ServiceNow stores for the value; absent for what a field cannot hold.
std::optional<std::string> storedText(const Json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_null()) return std::string();
    if (value.is_boolean() || value.is_number()) return value.dump();
    return std::nullopt;
}

}  // namespace

std::string_view parameterOf(Display display) {
    switch (display) {
        case Display::Labels:
            return "true";
        case Display::Values:
            return "false";
        case Display::Both:
            return "all";
    }
    return "true";
}

RequestReader::RequestReader(const Json& request) : request_(request), known_{"op", "instance"} {}

const Json& RequestReader::member(const std::string& name) {
    known_.push_back(name);
    return memberOf(request_, name);
}

void RequestReader::refuse(const std::string& what, const std::string& hint) {
    if (!problem_) problem_ = invalidRequest(what, hint);
}

void RequestReader::refuseType(const std::string& name, const std::string& expected) {
    refuse("'" + name + "' must be " + expected);
}

std::string RequestReader::text(const std::string& name) {
    const Json& value = member(name);
    if (value.is_null()) return {};
    if (!value.is_string()) refuseType(name, "a text");
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::string RequestReader::requiredText(const std::string& name) {
    std::string value = text(name);
    if (value.empty()) refuse("'" + name + "' is missing");
    return value;
}

std::string RequestReader::table() {
    std::string table = requiredText("table");
    if (!isTableName(table)) {
        refuse("'table' must be a table's name, such as incident, not " + base::quoted(table));
    }
    return table;
}

std::vector<std::string> RequestReader::fields(const std::string& name) {
    const Json& value = member(name);
    std::vector<std::string> names;
    if (value.is_null()) return names;
    if (!value.is_array() || value.size() > kFieldsMax) {
        refuseType(name, "a list of at most " + std::to_string(kFieldsMax) + " field names");
        return names;
    }
    for (const Json& element : value) {
        const std::string field = element.is_string() ? element.get<std::string>() : std::string();
        if (!isFieldPath(field)) {
            refuse("'" + name + "' must hold field names, such as caller_id.name, not " +
                   element.dump(-1, ' ', true, Json::error_handler_t::replace));
        }
        names.push_back(field);
    }
    return names;
}

const Json& RequestReader::object(const std::string& name) {
    const Json& value = member(name);
    if (!value.is_null() && !value.is_object()) refuseType(name, "an object");
    return value;
}

std::int64_t RequestReader::number(const std::string& name, Bounds bounds) {
    const Json& value = member(name);
    if (value.is_null()) return bounds.otherwise;
    const bool fits = value.is_number_integer() && value >= bounds.least && value <= bounds.most;
    if (!fits) {
        refuseType(name,
                   "a whole number from " + std::to_string(bounds.least) + " to " +
                       std::to_string(bounds.most));
    }
    return fits ? value.get<std::int64_t>() : bounds.otherwise;
}

bool RequestReader::flag(const std::string& name, bool otherwise) {
    const Json& value = member(name);
    if (value.is_null()) return otherwise;
    if (!value.is_boolean()) refuseType(name, "true or false");
    return value.is_boolean() ? value.get<bool>() : otherwise;
}

Display RequestReader::display() {
    const std::string word = text("display");
    if (word.empty() || word == "display") return Display::Labels;
    if (word == "value") return Display::Values;
    if (word == "both") return Display::Both;
    refuseType("display", "\"display\", \"value\" or \"both\"");
    return Display::Labels;
}

std::map<std::string, std::string> RequestReader::values(const std::string& name) {
    const Json& object = member(name);
    std::map<std::string, std::string> values;
    if (!object.is_object() || object.empty()) {
        refuseType(name, "an object that gives at least one field a value");
        return values;
    }
    for (const auto& [field, value] : object.items()) {
        const auto stored = storedText(value);
        if (!isFieldPath(field) || field.find('.') != std::string::npos) {
            refuse("'" + name + "' names the field " + base::quoted(field) +
                   ", which is not one of the record itself");
        }
        if (!stored) {
            refuse("the value of " + base::quoted(field) + " must be a text, number or boolean");
        }
        values.emplace(field, stored.value_or(""));
    }
    return values;
}

std::optional<Problem> RequestReader::problem() const {
    if (problem_) return problem_;
    for (const auto& [name, value] : request_.items()) {
        if (std::find(known_.begin(), known_.end(), name) == known_.end()) {
            return invalidRequest("the request has an unknown member " + base::quoted(name) +
                                  base::didYouMean(name, known_));
        }
    }
    return std::nullopt;
}

}  // namespace toolhost::servicenow
