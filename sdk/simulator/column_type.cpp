#include "simulator/column_type.hpp"

namespace toolhost::sim {

const char* sqlType(const Column& column) {
    if (column.element == "sys_id") return "TEXT PRIMARY KEY";
    // As the ids they refer to: a comparison between two collations finds no index.
    if (column.kind == Kind::Reference && column.reference_key == "sys_id") return "TEXT";
    if (column.kind == Kind::Integer) return "INTEGER";
    if (column.kind == Kind::Decimal) return "NUMERIC";
    return "TEXT COLLATE NOCASE";
}

}  // namespace toolhost::sim
