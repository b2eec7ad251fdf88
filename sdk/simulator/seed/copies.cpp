#include "simulator/seed/copies.hpp"

#include <algorithm>
#include <string>

#include "simulator/numbers.hpp"

namespace toolhost::sim {

namespace {

/// What stands in a copied column instead of the original's value.
std::string copied(std::string_view element) {
    if (element == "sys_id") return "printf('%08x', ?1) || substr(\"sys_id\", 9)";
    if (element == "number" || element == "task_effective_number") {
        return "printf('INC%07d', CAST(substr(\"number\", 4) AS INTEGER) + ?2)";
    }
    return identifier(element);
}

}  // namespace

void copyIncidents(Records& records, long long originals, long long count) {
    const auto& table = records.schema().table("incident");
    std::string columns;
    std::string values;
    for (const auto& [element, column] : table.effective) {
        if (!isStored(*column)) continue;
        columns += (columns.empty() ? "" : ", ") + identifier(element);
        values += (values.empty() ? "" : ", ") + copied(element);
    }
    const auto name = identifier(table.root());
    const auto sql = "INSERT INTO " + name + " (" + columns + ") SELECT " + values + " FROM " +
                     name +
                     " WHERE \"sys_class_name\" = 'incident' AND \"number\" <= ?3 ORDER BY rowid "
                     "LIMIT ?4";
    for (long long made = originals; made < count; made += originals) {
        records.session()
            .prepare(sql)
            .bind(std::to_string(made / originals))
            .bind(std::to_string(made))
            .bind(formatNumber("INC", originals))
            .bind(std::to_string(std::min(originals, count - made)))
            .run();
    }
    reserveNumbers(records.session(), "INC", count);
}

}  // namespace toolhost::sim
