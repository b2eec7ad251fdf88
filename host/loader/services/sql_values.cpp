#include "loader/services/sql_values.hpp"

#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <variant>

#include "base/base64.hpp"
#include "base/text.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using store::Blob;
using store::SqlValue;

constexpr std::size_t kStatementsMax = 256;

base::Error noValue() {
    return {"a parameter is null, true, false, a number, a text or {\"base64\": text}"};
}

base::Result<SqlValue> numberIn(const json& value) {
    if (value.is_number_float()) return SqlValue(value.get<double>());
    const bool is_beyond =
        value.is_number_unsigned() &&
        value.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
    if (is_beyond) return base::Error{"a whole number has 64 bits with its sign"};
    return SqlValue(value.get<std::int64_t>());
}

base::Result<SqlValue> blobIn(const json& value) {
    const json text = value.size() == 1 ? value.value("base64", json()) : json();
    if (!text.is_string()) return noValue();
    auto bytes = base::decodeBase64(text.get_ref<const std::string&>());
    if (!bytes) return base::Error{"base64 is not that (RFC 4648 §4, with padding)"};
    return SqlValue(Blob{std::move(*bytes)});
}

base::Result<SqlValue> valueIn(const json& value) {
    if (value.is_null()) return SqlValue();
    if (value.is_boolean()) return SqlValue(std::int64_t{value.get<bool>()});
    if (value.is_number()) return numberIn(value);
    if (value.is_string()) return SqlValue(value.get<std::string>());
    return value.is_object() ? blobIn(value) : base::Result<SqlValue>(noValue());
}

struct Told {
    json operator()(std::monostate) const { return nullptr; }
    json operator()(std::int64_t integer) const { return integer; }
    json operator()(double real) const { return real; }
    json operator()(const std::string& text) const { return text; }
    json operator()(const Blob& blob) const { return {{"base64", base::encodeBase64(blob.bytes)}}; }
};

base::Result<base::Done> checkMembers(const json& statement) {
    for (const auto& entry : statement.items()) {
        if (entry.key() == "op" || entry.key() == "sql" || entry.key() == "parameters") continue;
        return base::Error{"no such member: " + base::quoted(entry.key())};
    }
    return base::Done{};
}

}  // namespace

base::Result<store::GuestStatement> readStatement(const json& statement) {
    const bool has_sql = statement.is_object() && statement.value("sql", json()).is_string();
    if (!has_sql) return base::Error{"a statement is an object with sql, a text"};
    if (const auto known = checkMembers(statement); !known.ok()) return known.error();
    store::GuestStatement read{statement["sql"].get<std::string>(), {}};
    const json parameters = statement.value("parameters", json::array());
    if (!parameters.is_array()) return base::Error{"parameters is a list"};
    for (const auto& parameter : parameters) {
        auto value = valueIn(parameter);
        if (!value.ok()) return value.error();
        read.parameters.push_back(std::move(value).value());
    }
    return read;
}

base::Result<std::vector<store::GuestStatement>> readStatements(const json& statements) {
    if (statements.empty() || statements.size() > kStatementsMax) {
        return base::Error{"statements is a list of 1 to " + std::to_string(kStatementsMax)};
    }
    std::vector<store::GuestStatement> read;
    for (const auto& statement : statements) {
        auto one = readStatement(statement);
        if (!one.ok()) {
            return base::because("statement " + std::to_string(read.size()), one.error());
        }
        read.push_back(std::move(one).value());
    }
    return read;
}

json jsonOf(const store::GuestRows& rows) {
    json told = {{"columns", rows.columns},
                 {"rows", json::array()},
                 {"changes", rows.changes},
                 {"is_cut", rows.is_cut}};
    for (const auto& row : rows.rows) {
        json values = json::array();
        for (const auto& value : row) {
            values.push_back(std::visit(Told{}, value));
        }
        told["rows"].push_back(std::move(values));
    }
    return told;
}

}  // namespace toolhost::loader
