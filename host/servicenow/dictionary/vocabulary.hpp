#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "servicenow/dictionary/table_schema.hpp"

namespace toolhost::servicenow {

/// One value a field may have, as people see it.
struct Choice {
    std::string value;
    std::string label;
    /// The value of the column this one depends on for which it is offered; empty for any.
    std::string dependent_value;
    bool is_active = true;
    bool operator==(const Choice&) const = default;
};

/// What a table, a column or a value is called in one language.
struct Wording {
    std::string label;
    std::string plural;
    std::string hint;
};

/// The words for a table and all it inherits, in one language, as far as one user may know.
/// Immutable once read.
struct Vocabulary {
    /// Such as "de".
    std::string language;
    Wording table;
    /// Of columns that are called anything; the nearest table's word counts.
    std::map<std::string, Wording> columns;
    /// Of columns that have choices, in the order they are offered.
    std::map<std::string, std::vector<Choice>> choices;
    /// Why there are no labels, or no choices, for this user to see; empty when that is not so.
    std::string labels_withheld;
    std::string choices_withheld;

    [[nodiscard]] bool isWhole() const {
        return labels_withheld.empty() && choices_withheld.empty();
    }
    /// Of that column; none when it has none.
    [[nodiscard]] const std::vector<Choice>& choicesOf(const std::string& column) const;
};

using VocabularyPointer = std::shared_ptr<const Vocabulary>;

/// Takes the words from sys_documentation rows: of two, those of the nearer table; of one table,
/// those of the vocabulary's language.
void addWordings(Vocabulary& vocabulary, const TableSchema& schema, const Json& documentation_rows);

/// Takes the choices from sys_choice rows, in their order: for each column those of the nearest
/// table that has any for it, or of the table and field its dictionary entry names instead; of one
/// value those in the language before those in the fallback.
void addChoices(Vocabulary& vocabulary, const TableSchema& schema, const Json& choice_rows);

}  // namespace toolhost::servicenow
