#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/display.hpp"
#include "simulator/records.hpp"
#include "simulator/url.hpp"

namespace toolhost::sim {

enum class DisplayValue { False, True, All };
enum class Links { Shown, Excluded };

/// How the caller wants records shown.
struct View {
    DisplayValue display = DisplayValue::False;
    Links links = Links::Shown;
    std::vector<std::string> fields;  ///< empty: every column; dotted paths allowed
    std::string api_url;              ///< "http://host/api/now", start of every link

    /// Reads sysparm_display_value, sysparm_exclude_reference_link and sysparm_fields.
    static View of(const Parameters& query, std::string api_url);
};

/// Gives records the value shapes of the REST API. For one request, like its Display.
class Renderer {
public:
    /// `records` outlives the object.
    Renderer(Records& records, View view)
        : records_(records), display_(records), view_(std::move(view)) {}

    nlohmann::json render(const Record& record);

private:
    /// Where a dotted path ends: on a column of a record, or on a column with no record behind it.
    struct Place {
        const Record* record = nullptr;
        const Column* column = nullptr;
    };

    [[nodiscard]] std::optional<Place> locate(const Record& record, std::string_view path);
    nlohmann::json shape(const Place& place);
    nlohmann::json shapeReference(const Place& place);
    [[nodiscard]] std::string link(const Column& column, const std::string& value) const;

    Records& records_;
    Display display_;
    View view_;
};

}  // namespace toolhost::sim
