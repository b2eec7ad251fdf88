#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/auth/access.hpp"
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

/// Who looks at the records. Both outlive it.
struct Viewer {
    const Access& access;
    const Caller& caller;

    [[nodiscard]] bool mayRead(const Column& column) const {
        return column.kind != Kind::Password && access.mayReadColumn(caller, column);
    }
};

/// Gives records the value shapes of the REST API; leaves out what the viewer may not read. For one
/// request, like its Display.
class Renderer {
public:
    /// `records` outlives the object.
    Renderer(Records& records, Viewer viewer, View view)
        : records_(records), display_(records), viewer_(viewer), view_(std::move(view)) {}

    nlohmann::json render(const Record& record);

private:
    /// Where a dotted path ends: on a column of a record, or on a column with no record behind it.
    struct Place {
        const Record* record = nullptr;
        const Column* column = nullptr;
    };

    [[nodiscard]] std::optional<Place> locate(const Record& record, std::string_view path);
    [[nodiscard]] const Table* follow(Place& place);
    nlohmann::json shape(const Place& place);
    nlohmann::json shapeReference(const Place& place);
    [[nodiscard]] std::string link(const Column& column, const std::string& value) const;

    Records& records_;
    Display display_;
    Viewer viewer_;
    View view_;
};

}  // namespace toolhost::sim
