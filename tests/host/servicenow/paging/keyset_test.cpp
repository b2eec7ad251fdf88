#include "servicenow/paging/keyset.hpp"

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

CheckedFields columns() {
    CheckedFields known;
    const auto add = [&](const char* name, const char* type, bool is_choice = false) {
        Column column;
        column.name = name;
        column.type = type;
        column.is_choice = is_choice;
        known.columns[{"incident", name}] = column;
    };
    add("priority", "integer", true);
    add("opened_at", "glide_date_time");
    add("number", "string");
    add("category", "string", true);
    add("caller_id", "reference");
    add("active", "boolean");
    return known;
}

base::Result<Keyset> keysetOf(const std::string& orders) {
    return Keyset::of("incident", EncodedQuery::parse(orders).value().orders(), columns());
}

TEST(Keyset, RefusesOrdersThatConditionsCannotExpress) {
    for (const auto& [order, says] : {std::pair("ORDERBYcaller_id", "what they show"),
                                      std::pair("ORDERBYactive", "no order"),
                                      std::pair("ORDERBYcategory", "sequence"),
                                      std::pair("ORDERBYunknown", "not known"),
                                      std::pair("GROUPBYpriority", "groups"),
                                      std::pair("ORDERBYDESCsys_id", "not known"),
                                      std::pair("ORDERBYnumber^ORDERBYpriority^ORDERBYopened_at^"
                                                "ORDERBYDESCnumber",
                                                "more than")}) {
        const auto keyset = keysetOf(order);
        ASSERT_FALSE(keyset.ok()) << order;
        EXPECT_NE(keyset.error().what.find(says), std::string::npos) << keyset.error().what;
    }
}

TEST(Keyset, SaysWhatComesAfterARecord) {
    struct Case {
        const char* orders;
        KeyPosition position;
        const char* query;
    };
    const std::vector<Case> cases = {
        {"ORDERBYsys_id", {{}, "a1"}, "sys_id>a1"},
        {"ORDERBYpriority^ORDERBYsys_id", {{"2"}, "a1"}, "priority>=2^priority>2^ORsys_id>a1"},
        {"ORDERBYpriority", {{""}, "a1"}, "priorityISNOTEMPTY^ORsys_id>a1"},
        {"ORDERBYDESCpriority",
         {{"2"}, "a1"},
         "priority<=2^ORpriorityISEMPTY^priority<2^ORpriorityISEMPTY^ORsys_id>a1"},
        {"ORDERBYDESCpriority", {{""}, "a1"}, "priorityISEMPTY^sys_id>a1"},
        {"ORDERBYpriority^ORDERBYDESCopened_at",
         {{"2", "2026-01-31 10:00:00"}, "a1"},
         "priority>=2^priority>2^ORopened_at<=2026-01-31 10:00:00^ORopened_atISEMPTY^priority>2^OR"
         "opened_at<2026-01-31 10:00:00^ORopened_atISEMPTY^ORsys_id>a1"}};
    for (const auto& [orders, position, query] : cases)
        EXPECT_EQ(keysetOf(orders).value().after(position).value().text(), query) << orders;
}

TEST(Keyset, DoesNotWriteWhatWouldBeReadOtherwise) {
    const auto keyset = keysetOf("ORDERBYnumber").value();
    for (const char* value : {"a^b", "javascript:gs.log('x')", "=a", "^"})
        EXPECT_FALSE(keyset.after({{value}, "a1"})) << value;
    EXPECT_FALSE(keyset.after({{}, "a1"}));
    EXPECT_TRUE(keyset.after({{"INC0000001"}, "a1"}));
}

TEST(Keyset, KnowsWhatMayPrecedeWhat) {
    const auto ascending = keysetOf("ORDERBYpriority").value();
    EXPECT_TRUE(ascending.mayPrecede({{"2"}, "b"}, {{"10"}, "a"}));
    EXPECT_FALSE(ascending.mayPrecede({{"10"}, "a"}, {{"2"}, "b"}));
    EXPECT_TRUE(ascending.mayPrecede({{""}, "b"}, {{"1"}, "a"}));
    EXPECT_FALSE(ascending.mayPrecede({{"2"}, "b"}, {{"2"}, "a"}));
    const auto descending = keysetOf("ORDERBYDESCopened_at").value();
    EXPECT_TRUE(descending.mayPrecede({{"2026-02-01"}, "b"}, {{"2026-01-01"}, "a"}));
    EXPECT_FALSE(descending.mayPrecede({{""}, "b"}, {{"2026-01-01"}, "a"}));
    const auto letters = keysetOf("ORDERBYnumber").value();
    EXPECT_TRUE(letters.mayPrecede({{"é"}, "b"}, {{"a"}, "a"}));
    EXPECT_FALSE(letters.mayPrecede({{"b"}, "b"}, {{"A"}, "a"}));
}

}  // namespace
}  // namespace toolhost::servicenow
