// The host's parser with a plain evaluator, and the simulator's SQL, are two readings of the same
// language that share no code. Random queries over random records must mean the same to both.
#include <algorithm>
#include <cstdlib>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "desk.hpp"
#include "plain_dates.hpp"
#include "plain_evaluator.hpp"
#include "simulator.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;

const std::map<std::string, char> kKinds = {{"active", 'b'},
                                            {"priority", 'n'},
                                            {"state", 'n'},
                                            {"reassignment_count", 'n'},
                                            {"number", 't'},
                                            {"short_description", 't'},
                                            {"close_notes", 't'},
                                            {"sys_created_on", 'd'},
                                            {"sys_updated_on", 'd'},
                                            {"closed_at", 'd'},
                                            {"caller_id.sys_created_on", 'd'},
                                            {"assigned_to", 'r'},
                                            {"assignment_group", 'r'},
                                            {"caller_id", 'r'},
                                            {"caller_id.location", 'r'},
                                            {"location", 'r'},
                                            {"caller_id.department.name", 't'},
                                            {"caller_id.name", 't'},
                                            {"assigned_to.email", 't'}};

/// Dynamic filter options that every instance has.
const char* const kMe = "90d1921e5f510100a9ad2572f2b477fe";
const char* const kOneOfMyGroups = "d6435e965f510100a9ad2572f2b477fe";
const char* const kUserAdmin = "christen.mitchell";

std::vector<std::string> operatorsOf(char kind) {
    std::vector<std::string> all = {"=",
                                    "!=",
                                    "ISEMPTY",
                                    "ISNOTEMPTY",
                                    "IN",
                                    "NOT IN",
                                    "ANYTHING",
                                    "EMPTYSTRING",
                                    "SAMEAS",
                                    "NSAMEAS"};
    const auto add = [&](std::initializer_list<const char*> more) {
        all.insert(all.end(), more.begin(), more.end());
    };
    if (kind != 'b' && kind != 'r')
        add({"<",
             "<=",
             ">",
             ">=",
             "BETWEEN",
             "GT_FIELD",
             "LT_FIELD",
             "GT_OR_EQUALS_FIELD",
             "LT_OR_EQUALS_FIELD"});
    if (kind == 't') add({"LIKE", "*", "NOT LIKE", "!*", "STARTSWITH", "ENDSWITH", "%"});
    if (kind == 'd')
        add({"ON",
             "NOTON",
             "RELATIVEGT",
             "RELATIVEGE",
             "RELATIVEEE",
             "RELATIVELE",
             "RELATIVELT",
             "DATEPART",
             "DATEPART",
             "MORETHAN",
             "LESSTHAN"});
    return all;
}

class Agreement : public testing::Test {
protected:
    void SetUp() override {
        for (const char* table : {"sys_user_group", "cmn_location"}) {
            plantHierarchy(table);
            for (const auto& row : load(table, {{"parent", 'r'}}, "parentISNOTEMPTY"))
                world_.parents[row.at("sys_id")] = row.at("parent");
        }
        world_.kinds = kKinds;
        world_.related["incident"] = load("incident", kKinds);
        const auto me = load("sys_user", {{"user_name", 't'}}, "user_name=beth.anglin");
        ASSERT_EQ(me.size(), 1U);
        world_.dynamic[kMe] = {me[0].at("sys_id")};
        auto& my_groups = world_.dynamic[kOneOfMyGroups];
        for (const auto& member :
             load("sys_user_grmember", {{"group", 'r'}}, "user=" + me[0].at("sys_id"))) {
            my_groups.insert(member.at("group"));
        }
        ASSERT_GT(world_.parents.size(), 5U);
        ASSERT_FALSE(my_groups.empty());
    }

    /// Puts each record of the table below the one before it, but for some that begin anew.
    void plantHierarchy(const char* table) {
        std::string above;
        for (const auto& record : load(table, {{"name", 't'}})) {
            const std::string id = record.at("sys_id");
            const json reply = desk_.ask(kUserAdmin,
                                         {{"op", "update"},
                                          {"table", table},
                                          {"sys_id", id},
                                          {"values", {{"parent", above}}}});
            ASSERT_EQ(kindOf(reply), "ok") << reply;
            above = roll(4) == 0 ? "" : id;
        }
    }

    std::vector<PlainRow> load(const std::string& table,
                               const std::map<std::string, char>& kinds,
                               const std::string& query = "") {
        json fields = json::array();
        for (const auto& [field, kind] : kinds)
            fields.push_back(field);
        const json reply = desk_.ask({{"op", "query"},
                                      {"table", table},
                                      {"query", query},
                                      {"fields", fields},
                                      {"display", "value"},
                                      {"max_bytes", 256 << 10},
                                      {"limit", 1'000}});
        std::vector<PlainRow> rows;
        EXPECT_EQ(kindOf(reply), "ok") << reply;
        if (kindOf(reply) != "ok") return rows;
        EXPECT_EQ(reply["has_more"], false) << table;
        for (const auto& record : reply["records"]) {
            PlainRow row = {{"sys_id", record["sys_id"]}};
            for (const auto& [field, kind] : kinds)
                row[field] = record.value(field, "");
            rows.push_back(std::move(row));
        }
        return rows;
    }

    const std::vector<PlainRow>& incidents() { return world_.related.at("incident"); }

    std::size_t roll(std::size_t sides) { return random_() % sides; }

    template <typename List>
    auto pick(const List& list) {
        return *std::next(list.begin(), static_cast<std::ptrdiff_t>(roll(list.size())));
    }

    std::string pick(std::initializer_list<const char*> list) {
        return pick(std::vector<std::string>(list.begin(), list.end()));
    }

    /// A value that some record has in the field, or nothing like it.
    std::string valueFor(const std::string& field, char kind) {
        for (int attempt = 0; attempt < 20 && roll(8) != 0; ++attempt) {
            std::string value = pick(incidents()).at(field);
            const bool can_be_written = value.find_first_of("^,@=<>*%") == std::string::npos;
            if (!value.empty() && can_be_written) return value;
        }
        if (kind == 'n') return std::to_string(roll(12));
        if (kind == 'b') return roll(2) == 0 ? "true" : "false";
        if (kind == 'd') return "2026-0" + std::to_string(1 + roll(6)) + "-15 12:00:00";
        return kind == 'r' ? std::string(32, 'a') : "Zebra";
    }

    std::string partOfText(const std::string& text) {
        const auto begin = roll(text.size());
        std::string part = text.substr(begin, 1 + roll(6));
        if (part.front() == ' ' || part.back() == ' ') return "e";
        std::transform(part.begin(), part.end(), part.begin(), [this](char c) {
            return roll(3) == 0 && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        return part;
    }

    /// A distance from now that ends near some record's date.
    std::string relativeTo(const std::string& field) {
        static const std::map<std::string, long> kSeconds = {{"minute", 60},
                                                             {"hour", 3'600},
                                                             {"dayofweek", 86'400},
                                                             {"week", 7 * 86'400},
                                                             {"month", 30 * 86'400},
                                                             {"quarter", 91 * 86'400},
                                                             {"year", 365 * 86'400}};
        const auto [unit, seconds] = pick(kSeconds);
        const long age = std::time(nullptr) - momentOf(valueFor(field, 'd'));
        const long amount = std::labs(age) / seconds + static_cast<long>(roll(2));
        return "@" + unit + (age < 0 ? "@ahead@" : "@ago@") + std::to_string(amount);
    }

    /// A part of some record's date.
    std::string calendarPart(const std::string& field) {
        static const std::vector<std::string> kDays = {
            "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
        static const std::vector<std::string> kMonths = {
            "january", "february", "march", "april", "may", "june", "july"};
        const std::string part = pick({"dayofweek", "month", "quarter", "year", "week", "hour"});
        const auto number = partOf(momentOf(valueFor(field, 'd')), part);
        const auto index = static_cast<std::size_t>(number) - 1;
        const std::string value = part == "dayofweek" ? kDays[index]
                                  : part == "month" && index < kMonths.size()
                                      ? kMonths[index]
                                      : std::to_string(number);
        return "any@javascript:gs.datePart('" + part + "','" + value + "','" +
               pick({"EE", "LT", "LE", "GT", "GE"}) + "')";
    }

    std::string operandFor(const Operator& op, const std::string& field, char kind) {
        switch (op.form) {
            case OperandForm::None:
                return "";
            case OperandForm::List:
                return valueFor(field, kind) + ',' + valueFor(field, kind);
            case OperandForm::Range:
                return valueFor(field, kind) + '@' + valueFor(field, kind);
            case OperandForm::Span:
                return "x@" + valueFor(field, kind) + '@' + valueFor(field, kind);
            case OperandForm::Field:
                return otherOf(kind);
            case OperandForm::Relative:
                return relativeTo(field);
            case OperandForm::CalendarPart:
                return calendarPart(field);
            case OperandForm::Distance:
                return otherOf(kind) + '@' + pick({"minute", "hour", "day", "week"}) + '@' +
                       pick({"before", "after"}) + '@' + std::to_string(roll(60));
            default:
                break;
        }
        if (op.fit == Fit::Wording) return partOfText(valueFor(field, kind));
        const bool may_be_empty = op.form == OperandForm::Anything && roll(10) == 0;
        return may_be_empty ? "" : valueFor(field, kind);
    }

    std::string otherOf(char kind) {
        std::vector<std::string> same;
        for (const auto& [field, its_kind] : kKinds)
            if (its_kind == kind) same.push_back(field);
        return pick(same);
    }

    /// A record with others above or below it, or one that has none.
    std::string rootFor(const std::string& field) {
        const auto& [below, above] = pick(world_.parents);
        const std::string usual = valueFor(field, 'r');
        return pick({below.c_str(), above.c_str(), usual.c_str()});
    }

    std::string linkCondition() {
        switch (roll(5)) {
            case 0:
                return pick({"assigned_to", "caller_id"}) + "DYNAMIC" + kMe;
            case 1:
                return std::string("assignment_groupDYNAMIC") + kOneOfMyGroups;
            case 2:
                return std::string("assignment_groupIN_HIERARCHY_DYNAMIC") + kOneOfMyGroups;
            default:
                break;
        }
        const std::string field = pick({"assignment_group", "location", "caller_id.location"});
        const std::string roots = rootFor(field) + (roll(3) == 0 ? "%40" + rootFor(field) : "");
        return field + "IN_HIERARCHY" + roots;
    }

    std::string condition() {
        if (roll(6) == 0) return linkCondition();
        const auto [field, kind] = pick(kKinds);
        const Operator& op = *findOperator(pick(operatorsOf(kind)));
        return field + std::string(op.name) + operandFor(op, field, kind);
    }

    std::string conditions(std::initializer_list<const char*> joints) {
        std::string text = condition();
        for (auto more = roll(5); more > 0; --more)
            text += pick(joints) + condition();
        return text;
    }

    std::string queryText() {
        return conditions({"^", "^", "^OR", "^OR", "^NQ"}) +
               (roll(4) == 0 ? "^ORDERBYDESCnumber" : "");
    }

    /// How many incidents of some kind lead to the user.
    std::string relatedText() {
        return "RLQUERYincident." + pick({"caller_id", "assigned_to"}) + ',' +
               pick({"=", "!=", "<", "<=", ">", ">="}) + std::to_string(roll(4)) +
               pick({"", ",m2m"}) + '^' + conditions({"^", "^OR"}) + "^ENDRLQUERY";
    }

    std::set<std::string> expected(const EncodedQuery& query, const std::vector<PlainRow>& rows) {
        const PlainEvaluator evaluator(world_);
        std::set<std::string> ids;
        for (const auto& row : rows)
            if (evaluator.matches(query, row)) ids.insert(row.at("sys_id"));
        return ids;
    }

    std::set<std::string> found(const std::string& table, const std::string& text) {
        const json reply = desk_.ask({{"op", "query"},
                                      {"table", table},
                                      {"query", text},
                                      {"fields", {"sys_id"}},
                                      {"limit", 1'000}});
        EXPECT_EQ(kindOf(reply), "ok") << "seed " << seed_ << ": " << text << '\n' << reply;
        std::set<std::string> ids;
        if (kindOf(reply) != "ok") return ids;
        for (const auto& record : reply["records"])
            ids.insert(record["sys_id"]);
        return ids;
    }

    /// Asks both; gives how many records fit. What depends on the moment is asked again when that
    /// was over meanwhile.
    std::size_t compare(const std::string& table,
                        const std::string& text,
                        const std::vector<PlainRow>& rows) {
        const auto query = EncodedQuery::parse(text);
        EXPECT_TRUE(query.ok()) << "seed " << seed_ << ": " << text;
        if (!query) return 0;
        for (;;) {
            world_.now = std::time(nullptr);
            const auto ids = found(table, text);
            if (std::time(nullptr) != world_.now && isOfTheMoment(text)) continue;
            EXPECT_EQ(ids, expected(query.value(), rows)) << "seed " << seed_ << ": " << text;
            return ids.size();
        }
    }

    static bool isOfTheMoment(const std::string& text) {
        return text.find("RELATIVE") != std::string::npos;
    }

    Simulator simulator_;
    Desk desk_{simulator_.url()};
    const unsigned seed_ = std::random_device()();
    std::mt19937 random_{seed_};
    PlainWorld world_;
};

TEST_F(Agreement, RandomQueriesMeanTheSameToTheSimulator) {
    std::size_t matched = 0;
    for (int i = 0; i < 250 && !HasFailure(); ++i)
        matched += compare("incident", queryText(), incidents());
    EXPECT_GT(matched, 250U) << "seed " << seed_ << ": the queries say too little";
}

TEST_F(Agreement, RandomRelatedListsMeanTheSameToTheSimulator) {
    const std::map<std::string, char> fields = {{"active", 'b'}, {"user_name", 't'}};
    world_.kinds.insert(fields.begin(), fields.end());
    const auto users = load("sys_user", fields);
    std::size_t matched = 0;
    for (int i = 0; i < 60 && !HasFailure(); ++i) {
        std::string text = relatedText();
        for (auto more = roll(3); more > 0; --more)
            text += pick({"^", "^OR"}) +
                    (roll(2) == 0 ? relatedText() : "user_nameSTARTSWITH" + pick({"a", "b", "c"}));
        matched += compare("sys_user", text, users);
    }
    EXPECT_GT(matched, 60U) << "seed " << seed_ << ": the queries say too little";
}

}  // namespace
}  // namespace toolhost::servicenow
