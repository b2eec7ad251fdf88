#include "servicenow/paging/row_shape.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

RowShape::RowShape(std::vector<std::string> shown, Display display, std::vector<std::string> keys)
    : shown_(std::move(shown)), keys_(std::move(keys)), display_(display) {
    if (!holds(shown_, "sys_id")) shown_.insert(shown_.begin(), "sys_id");
    asked_ = shown_;
    for (const auto& key : keys_) {
        if (!holds(asked_, key)) asked_.push_back(key);
    }
}

Display RowShape::displayAsked() const {
    return display_ == Display::Labels && !keys_.empty() ? Display::Both : display_;
}

std::string RowShape::name() const {
    return std::string(parameterOf(display_)) + ' ' + base::join(shown_, ",");
}

bool RowShape::isShownAsAsked() const {
    return displayAsked() == display_ && asked_.size() == shown_.size();
}

std::string RowShape::show(std::string_view row) const {
    if (isShownAsAsked()) return std::string(row);
    const Json asked = parseJson(row).value_or(Json::object());
    Json shown = Json::object();
    for (const auto& [name, value] : asked.items()) {
        if (holds(shown_, name)) {
            shown[name] = displayAsked() == display_ ? value : memberOf(value, "display_value");
        }
    }
    return writeJson(shown);
}

base::Result<KeyPosition> RowShape::positionAfter(std::string_view row) const {
    const Json record = parseJson(row).value_or(Json::object());
    KeyPosition position;
    for (const auto& key : keys_) {
        if (!record.contains(key)) {
            return base::Error{"a record does not show " + key + ", which they are ordered by"};
        }
        position.values.push_back(storedTextOf(record, key));
    }
    position.sys_id = storedTextOf(record, "sys_id");
    if (position.sys_id.empty()) return base::Error{"a record does not show its sys_id"};
    return position;
}

}  // namespace toolhost::servicenow
