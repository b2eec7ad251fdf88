#include "servicenow/dictionary/schema_reader.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.hpp"
#include "servicenow/dictionary/step_reader.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kChainMax = 20;

/// Reads one schema, step by step.
class SchemaReader : public StepReader<SchemaReader> {
public:
    SchemaReader(Endpoint& endpoint, Caller caller, std::string table, Then<SchemaPointer> then)
        : StepReader(endpoint, std::move(caller)), then_(std::move(then)) {
        schema_->name = std::move(table);
        schema_->chain = {schema_->name};
    }

    void climb() {
        read("sys_db_object",
             "name=" + schema_->chain.back(),
             "name,label,super_class.name",
             &SchemaReader::takeTable);
    }

private:
    void takeTable(const Outcome<Rows>& rows) {
        if (!rows && !isWithheld(rows.problem())) return then_(rows.problem());
        if (!rows || rows.value().rows.empty()) return stopClimbing(rows);
        const Json& row = rows.value().rows.front();
        if (schema_->chain.size() == 1) schema_->label = textOf(row, "label");
        const std::string parent = textOf(row, "super_class.name");
        const auto& chain = schema_->chain;
        const bool is_loop = std::find(chain.begin(), chain.end(), parent) != chain.end();
        if (parent.empty() || is_loop || chain.size() >= kChainMax || !isTableName(parent)) {
            is_chain_whole_ = true;
            return readDictionary();
        }
        schema_->chain.push_back(parent);
        climb();
    }

    void stopClimbing(const Outcome<Rows>& rows) {
        is_listed_ = !rows || schema_->chain.size() > 1;
        const std::string why =
            rows ? "sys_db_object shows this user no such table" : rows.problem().message;
        schema_->notices.push_back("whether " + base::quoted(schema_->chain.back()) +
                                   " extends another table is not known: " + why);
        readDictionary();
    }

    void readDictionary() {
        read("sys_dictionary",
             "nameIN" + base::join(schema_->chain, ",") +
                 "^elementISNOTEMPTY^ORDERBYelement^ORDERBYsys_id",
             "name,element,column_label,internal_type,max_length,mandatory,read_only,display,"
             "active,default_value,reference,use_reference_qualifier,reference_qual,"
             "reference_qual_condition,dynamic_ref_qual,choice,choice_table,choice_field,"
             "dependent,use_dependent_field,dependent_on_field",
             &SchemaReader::takeDictionary);
    }

    void takeDictionary(const Outcome<Rows>& rows) {
        if (!rows && !isWithheld(rows.problem())) return then_(rows.problem());
        if (rows) addColumns(*schema_, rows.value().rows);
        if (schema_->columns.empty()) {
            schema_->is_absent = rows && !is_listed_;
            noticeThatNamesAreUnchecked(rows ? "sys_dictionary shows this user no columns"
                                             : rows.problem().message);
            return finish();
        }
        schema_->is_complete = is_chain_whole_;
        if (!is_chain_whole_) noticeThatNamesAreUnchecked("inherited columns are not known");
        if (rows.value().some_hidden) {
            schema_->notices.emplace_back("sys_dictionary hides some columns from this user");
        }
        readOverrides();
    }

    void noticeThatNamesAreUnchecked(const std::string& why) {
        schema_->notices.push_back("field names of " + base::quoted(schema_->name) +
                                   " could not be checked: " + why);
    }

    void readOverrides() {
        read("sys_dictionary_override",
             "nameIN" + base::join(schema_->chain, ",") + "^ORDERBYsys_id",
             "name,element,mandatory,mandatory_override,read_only,read_only_override,"
             "default_value,default_value_override,dependent,dependent_override,reference_qual,"
             "reference_qual_override",
             &SchemaReader::takeOverrides);
    }

    void takeOverrides(const Outcome<Rows>& rows) {
        if (!rows && !isWithheld(rows.problem())) return then_(rows.problem());
        if (rows) applyOverrides(*schema_, rows.value().rows);
        if (!rows && rows.problem().kind == Problem::Kind::Forbidden) {
            schema_->notices.emplace_back(
                "what this table overrides of the tables it extends (mandatory, read_only, "
                "default, "
                "reference qualifier) is not known: this user may not read "
                "sys_dictionary_override");
        }
        finish();
    }

    void finish() { then_(SchemaPointer(std::move(schema_))); }

    const Then<SchemaPointer> then_;
    std::shared_ptr<TableSchema> schema_ = std::make_shared<TableSchema>();
    bool is_chain_whole_ = false;
    bool is_listed_ = true;  // or may be: the list could not be read
};

}  // namespace

void readSchema(Endpoint& endpoint,
                const Caller& caller,
                const std::string& table,
                Then<SchemaPointer> then) {
    std::make_shared<SchemaReader>(endpoint, caller, table, std::move(then))->climb();
}

}  // namespace toolhost::servicenow
