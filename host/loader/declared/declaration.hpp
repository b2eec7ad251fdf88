#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace toolhost::loader {

/// What a declared tool does with records of its table.
enum class Operation { List, Get, Create, Update };

/// Something that the caller of a declared tool gives: a condition of a list, or a value that is
/// written.
struct Parameter {
    std::string name;
    std::string field;
    /// How a list compares the field with it, by the words of structured filters.
    std::string compared_by;
    bool is_required = false;
    /// JSON Schema of the argument, as its tool's inputSchema shows it.
    std::string schema;
    /// JSON text of what stands for an argument that is not given; empty when nothing does.
    std::string otherwise;
};

/// How many records a list gives.
struct ListLimit {
    std::size_t otherwise = 20;
    std::size_t most = 100;
};

/// A tool over one table, as its declaration says it. Texts are as the file's schema and rules let
/// them through.
struct DeclaredTool {
    std::string name;
    std::string title;
    std::string description;
    Operation operation = Operation::List;
    std::string table;
    /// The instance that is asked; empty when the caller may choose.
    std::string instance;
    std::vector<std::string> fields;
    /// How values are shown: "display", "value" or "both".
    std::string display;
    /// The field by which the caller names a record.
    std::string key;
    /// What every record the tool touches fulfils: an encoded query and the JSON text of a
    /// structured filter. Empty when there is none.
    std::string query;
    std::string filter;
    /// Order of a list, as an encoded query says it: "^ORDERBYDESCopened_at".
    std::string order;
    ListLimit limit;
    std::vector<Parameter> parameters;
    /// JSON text of the values that every record gets that the tool writes.
    std::string fixed_values;
};

/// A plugin that is data: the content of a *.tools.json file.
struct Declaration {
    std::string id;
    std::string version;
    std::vector<DeclaredTool> tools;
};

/// The largest declaration that is read.
inline constexpr std::size_t kDeclarationBytesMax = std::size_t{1} << 20;

/// Reads and judges a declaration. The error names the place (JSON Pointer) and what is expected
/// there. Made for hostile text: work and memory are bounded by its size.
base::Result<Declaration> readDeclaration(std::string_view text);

}  // namespace toolhost::loader
