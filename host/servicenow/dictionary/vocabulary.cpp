#include "servicenow/dictionary/vocabulary.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <utility>

namespace toolhost::servicenow {
namespace {

/// A label with where and in which language it is written down.
struct WrittenLabel {
    std::ptrdiff_t distance = 0;  ///< of its table from the beginning of the chain
    bool is_foreign = false;      ///< in the fallback, not in the language that is wanted
    const Json* row = nullptr;

    [[nodiscard]] auto rank() const { return std::tie(distance, is_foreign); }
};

/// The choices of one field, of each value one.
struct ChoiceList {
    std::vector<Choice> choices;
    /// By value and the value it depends on: where in `choices`, and whether in the language.
    std::map<std::pair<std::string, std::string>, std::pair<std::size_t, bool>> places;
};

/// By table and field.
using ChoiceLists = std::map<std::pair<std::string, std::string>, ChoiceList>;

std::vector<WrittenLabel> nearestFirst(const TableSchema& schema,
                                       const std::string& language,
                                       const Json& rows) {
    std::vector<WrittenLabel> labels;
    for (const Json& row : rows) {
        if (textOf(row, "label").empty()) continue;
        const bool is_foreign = textOf(row, "language") != language;
        labels.push_back({schema.distanceOf(textOf(row, "name")), is_foreign, &row});
    }
    std::stable_sort(labels.begin(), labels.end(), [](const auto& one, const auto& other) {
        return one.rank() < other.rank();
    });
    return labels;
}

Wording wordingOf(const Json& row) {
    return {textOf(row, "label"), textOf(row, "plural"), textOf(row, "hint")};
}

Choice choiceOf(const Json& row) {
    return {textOf(row, "value"),
            textOf(row, "label"),
            textOf(row, "dependent_value"),
            textOf(row, "inactive") != "true"};
}

/// Adds the choice, or puts it in the place of one for the same value in a language less wanted.
void add(ChoiceList& list, Choice choice, bool is_in_language) {
    const auto [known, is_new] = list.places.try_emplace(
        {choice.value, choice.dependent_value}, list.choices.size(), is_in_language);
    if (is_new) {
        list.choices.push_back(std::move(choice));
        return;
    }
    auto& [place, known_is_in_language] = known->second;
    if (!is_in_language || known_is_in_language) return;
    list.choices[place] = std::move(choice);
    known_is_in_language = true;
}

ChoiceLists listsOf(const Json& rows, const std::string& language) {
    ChoiceLists lists;
    for (const Json& row : rows) {
        add(lists[{textOf(row, "name"), textOf(row, "element")}],
            choiceOf(row),
            textOf(row, "language") == language);
    }
    return lists;
}

/// The tables whose choices the column may have, the nearest first.
std::vector<std::string> sourcesOf(const TableSchema& schema, const Column& column) {
    return column.choice_table.empty() ? schema.chain : std::vector{column.choice_table};
}

}  // namespace

const std::vector<Choice>& Vocabulary::choicesOf(const std::string& column) const {
    static const std::vector<Choice> kNone;
    const auto found = choices.find(column);
    return found == choices.end() ? kNone : found->second;
}

void addWordings(Vocabulary& vocabulary,
                 const TableSchema& schema,
                 const Json& documentation_rows) {
    for (const auto& label : nearestFirst(schema, vocabulary.language, documentation_rows)) {
        const std::string column = textOf(*label.row, "element");
        if (!column.empty()) vocabulary.columns.try_emplace(column, wordingOf(*label.row));
        const bool names_the_table = column.empty() && label.distance == 0;
        if (names_the_table && vocabulary.table.label.empty()) {
            vocabulary.table = wordingOf(*label.row);
        }
    }
}

void addChoices(Vocabulary& vocabulary, const TableSchema& schema, const Json& choice_rows) {
    const auto lists = listsOf(choice_rows, vocabulary.language);
    for (const Column& column : schema.columns) {
        const std::string& field = column.choice_field.empty() ? column.name : column.choice_field;
        for (const auto& table : sourcesOf(schema, column)) {
            const auto found = lists.find({table, field});
            if (found == lists.end()) continue;
            vocabulary.choices[column.name] = found->second.choices;
            break;
        }
    }
}

}  // namespace toolhost::servicenow
