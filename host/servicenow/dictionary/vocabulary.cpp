#include "servicenow/dictionary/vocabulary.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

namespace toolhost::servicenow {
namespace {

/// A choice with where and in which language it is written down.
struct WrittenChoice {
    Choice choice;
    bool is_in_language = false;
};

/// By table and field.
using ChoiceLists = std::map<std::pair<std::string, std::string>, std::vector<WrittenChoice>>;

/// Nearer tables have lower ranks, and within a table the language before the fallback.
std::tuple<std::ptrdiff_t, bool> rankOf(const TableSchema& schema,
                                        const std::string& language,
                                        const Json& row) {
    const auto at = std::find(schema.chain.begin(), schema.chain.end(), textOf(row, "name"));
    return {at - schema.chain.begin(), textOf(row, "language") != language};
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

/// Adds the choice, in place of one for the same value in a language less wanted.
void add(std::vector<WrittenChoice>& list, WrittenChoice written) {
    const auto same = std::find_if(list.begin(), list.end(), [&](const WrittenChoice& known) {
        return known.choice.value == written.choice.value &&
               known.choice.dependent_value == written.choice.dependent_value;
    });
    if (same == list.end()) {
        list.push_back(std::move(written));
    } else if (written.is_in_language && !same->is_in_language) {
        *same = std::move(written);
    }
}

ChoiceLists listsOf(const Json& rows, const std::string& language) {
    ChoiceLists lists;
    for (const Json& row : rows) {
        add(lists[{textOf(row, "name"), textOf(row, "element")}],
            {choiceOf(row), textOf(row, "language") == language});
    }
    return lists;
}

/// The tables whose choices the column may have, the nearest first.
std::vector<std::string> sourcesOf(const TableSchema& schema, const Column& column) {
    return column.choice_table.empty() ? schema.chain : std::vector{column.choice_table};
}

}  // namespace

void addWordings(Vocabulary& vocabulary,
                 const TableSchema& schema,
                 const std::string& language,
                 const Json& documentation_rows) {
    std::vector<const Json*> rows;
    for (const Json& row : documentation_rows) {
        rows.push_back(&row);
    }
    std::stable_sort(rows.begin(), rows.end(), [&](const Json* one, const Json* other) {
        return rankOf(schema, language, *one) < rankOf(schema, language, *other);
    });
    for (const Json* row : rows) {
        if (textOf(*row, "label").empty()) continue;
        const std::string column = textOf(*row, "element");
        if (!column.empty()) vocabulary.columns.try_emplace(column, wordingOf(*row));
        const bool is_of_table = column.empty() && textOf(*row, "name") == schema.name;
        if (is_of_table && vocabulary.table.label.empty()) vocabulary.table = wordingOf(*row);
    }
}

void addChoices(Vocabulary& vocabulary,
                const TableSchema& schema,
                const std::string& language,
                const Json& choice_rows) {
    const auto lists = listsOf(choice_rows, language);
    for (const Column& column : schema.columns) {
        const std::string& field = column.choice_field.empty() ? column.name : column.choice_field;
        for (const auto& table : sourcesOf(schema, column)) {
            const auto found = lists.find({table, field});
            if (found == lists.end()) continue;
            auto& choices = vocabulary.choices[column.name];
            for (const auto& written : found->second) {
                choices.push_back(written.choice);
            }
            break;
        }
    }
}

}  // namespace toolhost::servicenow
