#include "servicenow/dictionary/vocabulary_reader.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.hpp"
#include "servicenow/records/row_reader.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

/// The tables that may hold the columns' choices.
std::vector<std::string> choiceTables(const TableSchema& schema) {
    std::vector<std::string> tables = schema.chain;
    for (const Column& column : schema.columns) {
        if (isTableName(column.choice_table) &&
            std::find(tables.begin(), tables.end(), column.choice_table) == tables.end()) {
            tables.push_back(column.choice_table);
        }
    }
    return tables;
}

class VocabularyReader : public std::enable_shared_from_this<VocabularyReader> {
public:
    VocabularyReader(Endpoint& endpoint,
                     Caller caller,
                     SchemaPointer schema,
                     std::string language,
                     Then<VocabularyPointer> then)
        : caller_(std::move(caller)),
          endpoint_(endpoint),
          schema_(std::move(schema)),
          language_(std::move(language)),
          then_(std::move(then)) {}

    void start() {
        read("sys_documentation",
             "nameIN" + base::join(schema_->chain, ",") + inLanguages(),
             "name,element,label,plural,hint,language",
             &VocabularyReader::takeWordings);
    }

private:
    using Step = void (VocabularyReader::*)(const Outcome<Rows>&);

    void read(const std::string& table,
              const std::string& query,
              const std::string& fields,
              Step next) {
        readRows(
            endpoint_,
            caller_,
            rawRows(table, query, fields),
            [self = shared_from_this(), next](const Outcome<Rows>& rows) { (*self.*next)(rows); });
    }

    [[nodiscard]] std::string inLanguages() const {
        const bool is_fallback = language_ == kFallbackLanguage;
        return "^languageIN" + language_ + (is_fallback ? "" : ",") +
               (is_fallback ? "" : kFallbackLanguage);
    }

    void takeWordings(const Outcome<Rows>& rows) {
        if (!rows && !isWithheld(rows.problem())) return then_(rows.problem());
        if (rows) addWordings(*vocabulary_, *schema_, language_, rows.value().rows);
        noticeIfForbidden(rows, "labels are those of the dictionary");
        read("sys_choice",
             "nameIN" + base::join(choiceTables(*schema_), ",") + inLanguages() +
                 "^ORDERBYsequence^ORDERBYvalue",
             "name,element,value,label,dependent_value,inactive,language",
             &VocabularyReader::takeChoices);
    }

    void takeChoices(const Outcome<Rows>& rows) {
        if (!rows && !isWithheld(rows.problem())) return then_(rows.problem());
        if (rows) addChoices(*vocabulary_, *schema_, language_, rows.value().rows);
        noticeIfForbidden(rows, "the choices could not be read");
        then_(VocabularyPointer(std::move(vocabulary_)));
    }

    void noticeIfForbidden(const Outcome<Rows>& rows, const std::string& what_follows) {
        if (!rows && rows.problem().kind == Problem::Kind::Forbidden) {
            vocabulary_->notices.push_back(what_follows + ": " + rows.problem().message);
        }
    }

    const Caller caller_;
    Endpoint& endpoint_;
    const SchemaPointer schema_;
    const std::string language_;
    const Then<VocabularyPointer> then_;
    std::shared_ptr<Vocabulary> vocabulary_ = std::make_shared<Vocabulary>();
};

}  // namespace

void readVocabulary(Endpoint& endpoint,
                    const Caller& caller,
                    SchemaPointer schema,
                    const std::string& language,
                    Then<VocabularyPointer> then) {
    std::make_shared<VocabularyReader>(
        endpoint, caller, std::move(schema), language, std::move(then))
        ->start();
}

}  // namespace toolhost::servicenow
