// The host's parser with a plain evaluator, and the simulator's SQL, are two readings of the same
// language that share no code. Random queries over random records must mean the same to both.
#include <algorithm>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "desk.hpp"
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
                                            {"assigned_to", 'r'},
                                            {"caller_id", 'r'},
                                            {"caller_id.name", 't'},
                                            {"assigned_to.email", 't'}};

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
    if (kind == 'd') add({"ON", "NOTON"});
    return all;
}

class Agreement : public testing::Test {
protected:
    void SetUp() override {
        json fields = json::array();
        for (const auto& [field, kind] : kKinds)
            fields.push_back(field);
        const json reply = desk_.ask({{"op", "query"},
                                      {"table", "incident"},
                                      {"fields", fields},
                                      {"display", "value"},
                                      {"max_bytes", 256 << 10},
                                      {"limit", 1'000}});
        ASSERT_EQ(kindOf(reply), "ok") << reply;
        ASSERT_EQ(reply["has_more"], false);
        for (const auto& record : reply["records"]) {
            PlainRow row;
            for (const auto& [field, kind] : kKinds)
                row[field] = record.value(field, "");
            rows_.emplace_back(record["sys_id"], std::move(row));
        }
    }

    std::size_t roll(std::size_t sides) { return random_() % sides; }

    template <typename List>
    auto pick(const List& list) {
        return *std::next(list.begin(), static_cast<std::ptrdiff_t>(roll(list.size())));
    }

    /// A value that some record has in the field, or nothing like it.
    std::string valueFor(const std::string& field, char kind) {
        for (int attempt = 0; attempt < 20 && roll(8) != 0; ++attempt) {
            std::string value = pick(rows_).second.at(field);
            const bool can_be_written = value.find_first_of("^,@=<>*%") == std::string::npos;
            if (!value.empty() && can_be_written) return value;
        }
        if (kind == 'n') return std::to_string(roll(12));
        if (kind == 'b') return roll(2) == 0 ? "true" : "false";
        if (kind == 'd') return "2026-0" + std::to_string(1 + roll(6)) + "-15 12:00:00";
        return kind == 'r' ? std::string(32, 'a') : "Zebra";
    }

    std::string partOf(const std::string& text) {
        const auto begin = roll(text.size());
        std::string part = text.substr(begin, 1 + roll(6));
        if (part.front() == ' ' || part.back() == ' ') return "e";
        std::transform(part.begin(), part.end(), part.begin(), [this](char c) {
            return roll(3) == 0 && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        return part;
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
            default:
                break;
        }
        if (op.fit == Fit::Wording) return partOf(valueFor(field, kind));
        const bool may_be_empty = op.form == OperandForm::Anything && roll(10) == 0;
        return may_be_empty ? "" : valueFor(field, kind);
    }

    std::string otherOf(char kind) {
        std::vector<std::string> same;
        for (const auto& [field, its_kind] : kKinds)
            if (its_kind == kind) same.push_back(field);
        return pick(same);
    }

    std::string condition() {
        const auto [field, kind] = pick(kKinds);
        const Operator& op = *findOperator(pick(operatorsOf(kind)));
        return field + std::string(op.name) + operandFor(op, field, kind);
    }

    std::string queryText() {
        std::string text = condition();
        for (auto more = roll(5); more > 0; --more)
            text += pick(std::vector<std::string>{"^", "^", "^OR", "^OR", "^NQ"}) + condition();
        if (roll(4) == 0) text += "^ORDERBYDESCnumber";
        return text;
    }

    std::set<std::string> expected(const EncodedQuery& query) {
        const PlainEvaluator evaluator(kKinds);
        std::set<std::string> ids;
        for (const auto& [id, row] : rows_)
            if (evaluator.matches(query, row)) ids.insert(id);
        return ids;
    }

    Simulator simulator_;
    Desk desk_{simulator_.url()};
    const unsigned seed_ = std::random_device()();
    std::mt19937 random_{seed_};
    std::vector<std::pair<std::string, PlainRow>> rows_;
};

TEST_F(Agreement, RandomQueriesMeanTheSameToTheSimulator) {
    std::size_t matched = 0;
    for (int i = 0; i < 400; ++i) {
        const std::string text = queryText();
        const auto query = EncodedQuery::parse(text);
        ASSERT_TRUE(query.ok()) << "seed " << seed_ << ": " << query.error().what;
        const json reply = desk_.ask({{"op", "query"},
                                      {"table", "incident"},
                                      {"query", text},
                                      {"fields", {"sys_id"}},
                                      {"limit", 1'000}});
        ASSERT_EQ(kindOf(reply), "ok") << "seed " << seed_ << ": " << text << '\n' << reply;
        std::set<std::string> ids;
        for (const auto& record : reply["records"])
            ids.insert(record["sys_id"]);
        ASSERT_EQ(ids, expected(query.value())) << "seed " << seed_ << ": " << text;
        matched += ids.size();
    }
    EXPECT_GT(matched, 400U) << "seed " << seed_ << ": the queries say too little";
}

}  // namespace
}  // namespace toolhost::servicenow
