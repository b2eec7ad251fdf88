#include "simulator/render.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/text.hpp"

namespace toolhost::sim {

using nlohmann::json;

namespace {

DisplayValue displayValueOf(std::string_view text) {
    if (sameText(text, "true")) return DisplayValue::True;
    if (sameText(text, "all")) return DisplayValue::All;
    return DisplayValue::False;
}

}  // namespace

View View::of(const Parameters& query, std::string api_url) {
    View view;
    view.display = displayValueOf(query.get("sysparm_display_value"));
    if (query.isTrue("sysparm_exclude_reference_link")) view.links = Links::Excluded;
    for (const auto field : split(query.get("sysparm_fields"), ',')) {
        if (!trim(field).empty()) view.fields.emplace_back(trim(field));
    }
    view.api_url = std::move(api_url);
    return view;
}

json Renderer::render(const Record& record) {
    json out = json::object();
    if (view_.fields.empty()) {
        for (const auto& [element, column] : record.table->effective) {
            if (viewer_.mayRead(*column)) out[std::string(element)] = shape({&record, column});
        }
        return out;
    }
    for (const auto& field : view_.fields) {
        if (const auto place = locate(record, field)) out[field] = shape(*place);
    }
    return out;
}

std::optional<Renderer::Place> Renderer::locate(const Record& record, std::string_view path) {
    const auto& schema = records_.schema();
    Place place{&record, nullptr};
    const Table* table = record.table;
    for (const auto step : split(path, '.')) {
        if (place.column != nullptr) table = follow(place);
        if (table == nullptr) return std::nullopt;
        place.column = schema.findColumn(table->name, step);
        if (place.column == nullptr || !viewer_.mayRead(*place.column)) return std::nullopt;
    }
    return place;
}

/// Goes on to the record that the place refers to, if any; its table, null when the column is no
/// reference.
const Table* Renderer::follow(Place& place) {
    if (place.column->kind != Kind::Reference) return nullptr;
    if (place.record != nullptr) place.record = display_.follow(*place.record, *place.column);
    return records_.schema().findTable(place.column->reference);
}

json Renderer::shape(const Place& place) {
    const bool filled = place.record != nullptr;
    if (filled && place.column->kind == Kind::Reference) return shapeReference(place);
    const auto value = filled ? place.record->get(place.column->element) : std::string();
    if (view_.display == DisplayValue::False) return value;
    auto shown = filled ? display_.of(*place.record, *place.column) : std::string();
    if (view_.display == DisplayValue::True) return shown;
    return {{"display_value", std::move(shown)}, {"value", value}};
}

json Renderer::shapeReference(const Place& place) {
    const auto& value = place.record->get(place.column->element);
    const bool linked = view_.links == Links::Shown && !value.empty();
    if (view_.display == DisplayValue::False) {
        if (!linked) return value;
        return {{"link", link(*place.column, value)}, {"value", value}};
    }
    auto shown = display_.of(*place.record, *place.column);
    if (view_.display == DisplayValue::True && !linked) return shown;
    json out{{"display_value", std::move(shown)}};
    if (linked) out["link"] = link(*place.column, value);
    if (view_.display == DisplayValue::All) out["value"] = value;
    return out;
}

std::string Renderer::link(const Column& column, const std::string& value) const {
    const auto table = view_.api_url + "/table/" + column.reference;
    if (column.reference_key == "sys_id") return table + "/" + value;
    return table + "?" + column.reference_key + "=" + percentEncoded(value);
}

}  // namespace toolhost::sim
