#include <algorithm>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/operations.hpp"
#include "servicenow/request_reader.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

/// The choices of each column: those of the nearest table of the chain that has any for it.
std::map<std::string, Json> choicesByColumn(const Json& rows,
                                            const std::vector<std::string>& chain) {
    std::map<std::string, Json> nearest;
    for (const auto& table : chain) {
        std::map<std::string, Json> own;
        for (const Json& row : rows) {
            if (textOf(row, "name") == table) {
                own.try_emplace(textOf(row, "element"), Json::array())
                    .first->second.push_back(
                        {{"value", textOf(row, "value")}, {"label", textOf(row, "label")}});
            }
        }
        nearest.merge(own);
    }
    return nearest;
}

Json describe(const Column& column) {
    return {{"name", column.name},
            {"label", column.label},
            {"type", column.type},
            {"mandatory", column.is_mandatory},
            {"read_only", column.is_read_only},
            {"max_length", column.length_max ? Json(*column.length_max) : Json()},
            {"default", column.default_value},
            {"reference", column.reference},
            {"table", column.table},
            {"display", column.is_display}};
}

/// Describes one table: its schema, then the choices if wanted.
class Description : public std::enable_shared_from_this<Description> {
public:
    enum class Choices { Wanted, Unwanted };

    Description(Instance& instance, Caller caller, Choices choices, Then<Answer> then)
        : caller_(std::move(caller)),
          instance_(instance),
          choices_(choices),
          then_(std::move(then)) {}

    void start(const std::string& table) {
        instance_.findSchema(
            caller_, table, [self = shared_from_this()](const Outcome<SchemaPointer>& schema) {
                self->take(schema);
            });
    }

private:
    void take(const Outcome<SchemaPointer>& schema) {
        if (!schema) return then_(schema.problem());
        schema_ = schema.value();
        if (schema_->is_absent) return then_(unknownTable());
        notices_ = schema_->notices;
        if (choices_ == Choices::Unwanted || schema_->columns.empty()) return finish(Json::array());
        instance_.readRows(
            caller_,
            rawRows("sys_choice",
                    "nameIN" + base::join(schema_->chain, ",") +
                        "^inactive=false^language=en^ORDERBYsequence",
                    "name,element,value,label"),
            [self = shared_from_this()](const Outcome<Rows>& rows) { self->takeChoices(rows); });
    }

    void takeChoices(const Outcome<Rows>& rows) {
        if (rows) return finish(rows.value().rows);
        const bool is_withheld = rows.problem().kind == Problem::Kind::Forbidden;
        if (!is_withheld) return then_(rows.problem());
        notices_.push_back("the choices could not be read: " + rows.problem().message);
        finish(Json::array());
    }

    void finish(const Json& choice_rows) {
        const auto choices = choicesByColumn(choice_rows, schema_->chain);
        Json columns = Json::array();
        for (const Column& column : schema_->columns) {
            if (!column.is_active) continue;
            Json described = describe(column);
            if (const auto own = choices.find(column.name); own != choices.end()) {
                described["choices"] = own->second;
            }
            columns.push_back(std::move(described));
        }
        then_(Answer({{"table", schema_->name},
                      {"label", schema_->label},
                      {"chain", schema_->chain},
                      {"columns", std::move(columns)},
                      {"notices", notices_}}));
    }

    [[nodiscard]] Problem unknownTable() const {
        return {.kind = Problem::Kind::UnknownTable,
                .message = "describe " + base::quoted(schema_->name) +
                           ": the instance shows this user no such table",
                .hint = "the tables operation finds tables by a part of their name or label"};
    }

    const Caller caller_;
    Instance& instance_;
    const Choices choices_;
    const Then<Answer> then_;
    SchemaPointer schema_;
    std::vector<std::string> notices_;
};

}  // namespace

void describeTable(Instance& instance,
                   const Caller& caller,
                   const Json& request,
                   Then<Answer> then) {
    RequestReader reader(request);
    const std::string table = reader.table();
    const auto choices = reader.flag("choices", false) ? Description::Choices::Wanted
                                                       : Description::Choices::Unwanted;
    if (const auto problem = reader.problem()) return then(*problem);
    std::make_shared<Description>(instance, caller, choices, std::move(then))->start(table);
}

}  // namespace toolhost::servicenow
