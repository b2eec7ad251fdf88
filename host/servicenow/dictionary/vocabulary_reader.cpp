#include "servicenow/dictionary/vocabulary_reader.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "base/text.hpp"
#include "servicenow/dictionary/audience.hpp"
#include "servicenow/dictionary/step_reader.hpp"
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

class VocabularyReader : public StepReader<VocabularyReader> {
public:
    VocabularyReader(Endpoint& endpoint,
                     Caller caller,
                     SchemaPointer schema,
                     std::string language,
                     Then<VocabularyPointer> then)
        : StepReader(endpoint, std::move(caller)),
          schema_(std::move(schema)),
          then_(std::move(then)) {
        vocabulary_->language = std::move(language);
    }

    void start() {
        read("sys_documentation",
             "nameIN" + base::join(schema_->chain, ",") + inLanguages() + "^ORDERBYsys_id",
             "name,element,label,plural,hint,language",
             &VocabularyReader::takeWordings);
    }

private:
    [[nodiscard]] std::string inLanguages() const {
        const std::string& language = vocabulary_->language;
        const bool is_fallback = language == kFallbackLanguage;
        return "^languageIN" + language + (is_fallback ? "" : std::string(",") + kFallbackLanguage);
    }

    void takeWordings(const Outcome<Rows>& rows) {
        if (!rows && !isWithheld(rows.problem())) return then_(rows.problem());
        if (rows) addWordings(*vocabulary_, *schema_, rows.value().rows);
        vocabulary_->labels_withheld = refusalIn(rows);
        read("sys_choice",
             "nameIN" + base::join(choiceTables(*schema_), ",") + inLanguages() +
                 "^ORDERBYsequence^ORDERBYvalue^ORDERBYsys_id",
             "name,element,value,label,dependent_value,inactive,language",
             &VocabularyReader::takeChoices);
    }

    void takeChoices(const Outcome<Rows>& rows) {
        if (!rows && !isWithheld(rows.problem())) return then_(rows.problem());
        if (rows) addChoices(*vocabulary_, *schema_, rows.value().rows);
        vocabulary_->choices_withheld = refusalIn(rows);
        then_(VocabularyPointer(std::move(vocabulary_)));
    }

    /// A table that the instance does not have at all withholds nothing.
    static std::string refusalIn(const Outcome<Rows>& rows) {
        const bool is_forbidden = !rows && rows.problem().kind == Problem::Kind::Forbidden;
        return is_forbidden ? rows.problem().message : std::string();
    }

    const SchemaPointer schema_;
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
