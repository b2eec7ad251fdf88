#include "servicenow/dictionary/vocabulary.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

TableSchema incident() {
    TableSchema schema;
    schema.name = "incident";
    schema.chain = {"incident", "task"};
    for (const char* name : {"category", "impact", "state", "u_mood"}) {
        Column column;
        column.name = name;
        schema.columns.push_back(column);
    }
    return schema;
}

Vocabulary german() {
    Vocabulary words;
    words.language = "de";
    return words;
}

Json label(const char* table, const char* column, const char* language, const char* text) {
    return {{"name", table}, {"element", column}, {"language", language}, {"label", text}};
}

Json choice(const char* table, const char* column, const char* value, const char* language = "de") {
    return {{"name", table},
            {"element", column},
            {"value", value},
            {"label", std::string(value) + " at " + table + " in " + language},
            {"language", language},
            {"inactive", "false"}};
}

std::vector<std::string> labelsOf(const Vocabulary& words, const char* column) {
    std::vector<std::string> labels;
    for (const Choice& choice : words.choicesOf(column)) {
        labels.push_back(choice.label);
    }
    return labels;
}

TEST(Vocabulary, HasNoWordsOutOfRowsThatSayNothing) {
    Vocabulary words = german();
    addWordings(words, incident(), Json::parse(R"([7, {}, {"name":"task","element":"state"}])"));
    addChoices(words, incident(), Json::parse(R"([7, {}])"));
    EXPECT_TRUE(words.columns.empty());
    EXPECT_TRUE(words.choicesOf("state").empty());
}

TEST(Vocabulary, PrefersTheNearerTableThenTheLanguage) {
    const Json near_de = label("incident", "state", "de", "near de");
    const Json near_en = label("incident", "state", "en", "near en");
    const Json far_de = label("task", "state", "de", "far de");
    const Json far_en = label("task", "state", "en", "far en");
    const std::vector<std::pair<Json, std::string>> cases = {
        {Json::array({far_en, far_de}), "far de"},
        {Json::array({far_de, far_en}), "far de"},
        {Json::array({far_de, near_en, far_en}), "near en"},
        {Json::array({near_en, far_de, near_de}), "near de"},
        {Json::array({far_en}), "far en"}};
    for (const auto& [rows, expected] : cases) {
        Vocabulary words = german();
        addWordings(words, incident(), rows);
        EXPECT_EQ(words.columns.at("state").label, expected) << rows;
    }
}

TEST(Vocabulary, CallsTheTableByItsOwnNameNotByThatOfTheTableItExtends) {
    Vocabulary words = german();
    addWordings(words, incident(), Json::array({label("task", "", "de", "Aufgabe")}));
    EXPECT_EQ(words.table.label, "");
    addWordings(words, incident(), Json::array({label("incident", "", "de", "Störung")}));
    EXPECT_EQ(words.table.label, "Störung");
}

TEST(Vocabulary, TakesAllChoicesFromTheNearestTableThatHasAny) {
    Vocabulary words = german();
    addChoices(words,
               incident(),
               {choice("task", "state", "1"),
                choice("incident", "state", "2"),
                choice("task", "impact", "3"),
                choice("problem", "state", "4")});
    EXPECT_EQ(labelsOf(words, "state"), (std::vector<std::string>{"2 at incident in de"}));
    EXPECT_EQ(labelsOf(words, "impact"), (std::vector<std::string>{"3 at task in de"}));
    EXPECT_TRUE(labelsOf(words, "category").empty());
}

TEST(Vocabulary, HasOneChoiceForEachValueInTheLanguageIfItHasOne) {
    Vocabulary words = german();
    addChoices(words,
               incident(),
               {choice("task", "state", "1", "en"),
                choice("task", "state", "1", "de"),
                choice("task", "state", "2", "de"),
                choice("task", "state", "2", "en"),
                choice("task", "state", "3", "en")});
    EXPECT_EQ(labelsOf(words, "state"),
              (std::vector<std::string>{"1 at task in de", "2 at task in de", "3 at task in en"}));
}

TEST(Vocabulary, KeepsChoicesApartThatDependOnOtherValues) {
    Json for_hardware = choice("incident", "category", "other");
    for_hardware["dependent_value"] = "hardware";
    Json for_software = choice("incident", "category", "other");
    for_software["dependent_value"] = "software";
    for_software["inactive"] = "true";
    Vocabulary words = german();
    addChoices(words, incident(), {for_hardware, for_software});
    const auto& choices = words.choicesOf("category");
    ASSERT_EQ(choices.size(), 2U);
    EXPECT_EQ(choices[0].dependent_value, "hardware");
    EXPECT_TRUE(choices[0].is_active);
    EXPECT_FALSE(choices[1].is_active);
}

TEST(Vocabulary, TakesChoicesFromTheTableAndFieldTheColumnNames) {
    TableSchema schema = incident();
    schema.columns.back().choice_table = "person";
    schema.columns.back().choice_field = "mood";
    Vocabulary words = german();
    addChoices(words,
               schema,
               {choice("incident", "u_mood", "own"),
                choice("person", "u_mood", "wrong field"),
                choice("person", "mood", "happy")});
    EXPECT_EQ(labelsOf(words, "u_mood"), (std::vector<std::string>{"happy at person in de"}));
}

}  // namespace
}  // namespace toolhost::servicenow
