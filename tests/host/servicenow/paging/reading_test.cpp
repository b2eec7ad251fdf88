#include "servicenow/paging/reading.hpp"

#include <random>

#include <gtest/gtest.h>

#include "desk.hpp"
#include "paging_table.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::SeenRequest;

json query(const json& more = json::object()) {
    json request = {{"op", "query"}, {"table", "incident"}, {"fields", {"number"}}, {"limit", 5}};
    request.update(more);
    return request;
}

/// Goes on until there is no more; `between` runs before every further page.
std::vector<std::string> readAll(
    Desk& desk, json request, const std::function<void()>& between = [] {}) {
    std::vector<std::string> ids;
    for (int page = 0; page < 500; ++page) {
        const json reply = desk.ask(request);
        EXPECT_EQ(kindOf(reply), "ok") << reply;
        for (const auto& record : reply["records"]) {
            const json& id = record["sys_id"];
            ids.push_back(id.is_object() ? id["value"] : id);
        }
        if (!reply["has_more"].get<bool>()) return ids;
        if (!reply.contains("next_cursor")) {
            ADD_FAILURE() << reply;
            return ids;
        }
        request["cursor"] = reply["next_cursor"];
        between();
    }
    ADD_FAILURE() << "no end";
    return ids;
}

std::vector<std::string> sorted(std::vector<std::string> ids) {
    std::sort(ids.begin(), ids.end());
    return ids;
}

class ReadingTest : public testing::Test {
protected:
    ReadingTest() { instance_.on(kIncidents, table_.handler()); }

    void fill(int from, int to) {
        for (int i = from; i < to; ++i)
            table_.put(PagingTable::id(i),
                       {{"number", std::to_string(i)}, {"priority", std::to_string(i % 4)}});
    }

    FakeInstance instance_;
    PagingTable table_;
    Desk desk_{instance_.url()};
};

TEST_F(ReadingTest, RefusesACursorThatIsNotForThisQuestion) {
    fill(0, 20);
    const std::string cursor = desk_.ask(query())["next_cursor"];
    std::string changed = cursor;
    changed[changed.size() / 2] = changed[changed.size() / 2] == 'A' ? 'B' : 'A';
    const std::vector<std::pair<json, const char*>> cases = {
        {{{"cursor", "nonsense"}}, "cannot be read"},
        {{{"cursor", changed}}, "cannot be read"},
        {{{"cursor", std::string(20'000, 'A')}}, "cannot be read"},
        {{{"cursor", cursor}, {"query", "priority=1"}}, "another query"},
        {{{"cursor", cursor}, {"fields", {"number", "state"}}}, "other fields"},
        {{{"cursor", cursor}, {"display", "value"}}, "other fields"},
        {{{"cursor", cursor}, {"table", "task"}}, "another table, \"incident\""},
        {{{"cursor", cursor}, {"offset", 5}}, "not both"}};
    for (const auto& [more, says] : cases) {
        const json reply = desk_.ask(query(more));
        EXPECT_EQ(kindOf(reply), "invalid_request") << more;
        EXPECT_NE(messageOf(reply).find(says), std::string::npos) << messageOf(reply);
    }
    EXPECT_NE(messageOf(desk_.ask("fred.luddy", query({{"cursor", cursor}}))).find("another user"),
              std::string::npos);
    Desk other_host(instance_.url());
    EXPECT_EQ(kindOf(other_host.ask(query({{"cursor", cursor}}))), "invalid_request");
    EXPECT_EQ(kindOf(desk_.ask(query({{"cursor", cursor}}))), "ok");
}

TEST_F(ReadingTest, GoesOnWhereItStopped) {
    fill(0, 23);
    const auto ids = readAll(desk_, query());
    ASSERT_EQ(ids.size(), 23U);
    EXPECT_EQ(ids, sorted(ids));
}

TEST_F(ReadingTest, TellsTheTotalOnEveryPage) {
    fill(0, 12);
    json request = query();
    json reply = desk_.ask(request);
    EXPECT_EQ(reply["total"], 12);
    request["cursor"] = reply["next_cursor"];
    reply = desk_.ask(request);
    EXPECT_EQ(reply["total"], 12);
    request["cursor"] = reply["next_cursor"];
    reply = desk_.ask(request);
    EXPECT_EQ(reply["total"], 12);
    EXPECT_EQ(reply["has_more"], false);
    EXPECT_EQ(reply["returned"], 2);
}

/// Records that are there the whole time come once each, whatever happens to others.
TEST_F(ReadingTest, NeitherSkipsNorRepeatsWhileRecordsComeAndGo) {
    for (const char* order : {"", "ORDERBYpriority", "ORDERBYDESCpriority"}) {
        for (const char* display : {"display", "value", "both"}) {
            const unsigned seed = std::random_device()();
            std::mt19937 random(seed);
            PagingTable table;
            instance_.on(kIncidents, table.handler());
            std::vector<std::string> lasting;
            for (int i = 0; i < 120; ++i) {
                const auto priority = random() % 5;
                table.put(
                    PagingTable::id(i * 3),
                    {{"number", "1"}, {"priority", priority == 4 ? "" : std::to_string(priority)}});
                if (i % 3 == 0) lasting.push_back(PagingTable::id(i * 3));
                if (random() % 4 == 0) {
                    table.hide(PagingTable::id(i * 3));
                    if (i % 3 == 0) lasting.pop_back();
                }
            }
            const auto disturb = [&] {
                for (int change = 0; change < 6; ++change) {
                    const int i = static_cast<int>(random() % 120);
                    if (i % 3 != 0) table.remove(PagingTable::id(i * 3));
                    table.put(PagingTable::id(i * 3 + 1),
                              {{"number", "2"}, {"priority", std::to_string(random() % 4)}});
                    table.hide(PagingTable::id(i * 3 + 1));
                }
            };
            auto ids = readAll(desk_, query({{"query", order}, {"display", display}}), disturb);
            const std::string what =
                std::string(order) + ' ' + display + " seed " + std::to_string(seed);
            const std::set<std::string> once(ids.begin(), ids.end());
            EXPECT_EQ(once.size(), ids.size()) << what << ": repeated";
            for (const auto& id : lasting)
                EXPECT_TRUE(once.contains(id)) << what << ": skipped " << id;
        }
    }
}

TEST_F(ReadingTest, ReturnsARecordOnceThoughItIsUpdatedMeanwhile) {
    fill(0, 30);
    int turn = 0;
    const auto ids = readAll(desk_, query(), [&] {
        table_.put(PagingTable::id(turn++),
                   {{"number", "changed"}, {"priority", "9"}, {"sys_updated_on", "2027"}});
    });
    EXPECT_EQ(ids.size(), 30U);
}

TEST_F(ReadingTest, ShowsLabelsThoughItGoesOnByStoredValues) {
    fill(0, 8);
    const json reply = desk_.ask(query({{"query", "ORDERBYDESCpriority"}}));
    EXPECT_EQ(reply["records"][0], (json{{"sys_id", PagingTable::id(3)}, {"number", "3"}}));
    EXPECT_EQ(instance_.requestsTo(kIncidents).at(0).parameter("sysparm_fields"),
              "sys_id,number,priority");
}

TEST_F(ReadingTest, FindsTheFewRecordsAmongManyHiddenOnes) {
    fill(0, 3'000);
    for (int i = 0; i < 3'000; ++i)
        if (i % 1'000 != 999) table_.hide(PagingTable::id(i));
    const auto ids = readAll(desk_, query());
    EXPECT_EQ(ids,
              (std::vector<std::string>{
                  PagingTable::id(999), PagingTable::id(1'999), PagingTable::id(2'999)}));
}

TEST_F(ReadingTest, CountsWhereAnOrderHasNoConditionsAndSaysSo) {
    fill(0, 12);
    for (const char* order : {"ORDERBYcaller_id",
                              "GROUPBYpriority",
                              "ORDERBYpriority^ORDERBYstate^ORDERBYnumber^ORDERBYcategory"}) {
        json request = query({{"query", order}});
        const json reply = desk_.ask(request);
        ASSERT_EQ(kindOf(reply), "ok") << reply;
        EXPECT_NE(reply["notices"].dump().find("counted by offset"), std::string::npos) << reply;
    }
}

TEST_F(ReadingTest, CountsWhereTheInstanceRefusesToCompare) {
    fill(0, 300);
    instance_.on(kIncidents, [handler = table_.handler()](const SeenRequest& seen) {
        if (seen.parameter("sysparm_query").find("sys_id>") == std::string::npos)
            return handler(seen);
        return std::optional(refusal(403, "Insufficient rights to query records"));
    });
    const json reply = desk_.ask(query({{"limit", 300}}));
    ASSERT_EQ(kindOf(reply), "ok") << reply;
    EXPECT_EQ(reply["returned"], 300);
    EXPECT_EQ(readAll(desk_, query({{"limit", 150}})).size(), 300U);
}

TEST_F(ReadingTest, CountsWhereAValueCannotBeWritten) {
    for (int i = 0; i < 20; ++i)
        table_.put(PagingTable::id(i),
                   {{"number", (i < 10 ? "a^b " : "javascript:gs.log('x') ") + std::to_string(i)}});
    const auto ids = readAll(desk_, query({{"query", "ORDERBYnumber"}}));
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 20U);
    for (const auto& seen : instance_.requestsTo(kIncidents))
        EXPECT_EQ(seen.parameter("sysparm_query"), "ORDERBYnumber^ORDERBYsys_id");
}

TEST_F(ReadingTest, NoticesAnOrderThatIsNotThatOfConditions) {
    fill(0, 20);
    instance_.on(kIncidents, [](const SeenRequest& seen) {
        json rows = json::array();
        const int offset = std::stoi(seen.parameter("sysparm_offset"));
        for (int i = offset; i < std::min(20, offset + std::stoi(seen.parameter("sysparm_limit")));
             ++i)
            rows.push_back(
                {{"sys_id", {{"value", PagingTable::id(i)}, {"display_value", ""}}},
                 {"number", {{"value", "1"}, {"display_value", "1"}}},
                 {"priority", {{"value", i % 2 == 0 ? "1" : "4"}, {"display_value", "x"}}}});
        return result(rows, 20);
    });
    EXPECT_EQ(readAll(desk_, query({{"query", "ORDERBYpriority"}})).size(), 20U);
}

TEST_F(ReadingTest, ReturnsTheRecordsThatFit) {
    for (int i = 0; i < 20; ++i)
        table_.put(PagingTable::id(i), {{"number", std::string(300, 'x')}});
    json request = query({{"limit", 20}, {"max_bytes", 1'024}});
    const json reply = desk_.ask(request);
    EXPECT_EQ(reply["returned"], 2) << reply;
    EXPECT_EQ(reply["has_more"], true);
    EXPECT_LE(reply["records"].dump().size(), 1'024U);
    EXPECT_NE(reply["notices"].dump().find("1024"), std::string::npos);
    const auto ids = readAll(desk_, request);
    EXPECT_EQ(ids.size(), 20U);
}

/// A page as the table gives it, without its last bytes.
std::optional<tests::Answer> brokenOff(const FakeInstance::Handler& whole,
                                       const SeenRequest& seen) {
    const std::string bytes = whole(seen)->bytes;
    const std::string body = bytes.substr(bytes.find("\r\n\r\n") + 4);
    return tests::answer(200, body.substr(0, body.size() - 20));
}

TEST_F(ReadingTest, GivesNothingOfAListThatBreaksOff) {
    fill(0, 3'000);
    const auto whole = table_.handler();
    for (const bool is_first_page : {true, false}) {
        instance_.on(kIncidents, [=](const SeenRequest& seen) {
            const bool has_key =
                seen.parameter("sysparm_query").find("sys_id>") != std::string::npos;
            return has_key == is_first_page ? whole(seen) : brokenOff(whole, seen);
        });
        const json reply = desk_.ask(query({{"limit", 2'000}}));
        EXPECT_EQ(kindOf(reply), "protocol") << reply;
        EXPECT_NE(messageOf(reply).find("breaks off"), std::string::npos);
        EXPECT_FALSE(reply.contains("records"));
    }
}

TEST_F(ReadingTest, HasAnEndWhereNoRecordFits) {
    for (int i = 0; i < 40; ++i)
        table_.put(PagingTable::id(i), {{"number", "1"}, {"category", std::string(2'000, 'x')}});
    json request =
        query({{"fields", {"number", "category"}}, {"max_bytes", 1'024}, {"limit", 1'000}});
    std::set<std::string> left_out;
    for (int page = 0; page < 40; ++page) {
        const json reply = desk_.ask(request);
        ASSERT_EQ(kindOf(reply), "ok") << reply;
        ASSERT_LE(reply.dump().size(), 4'096U);
        for (const auto& record : reply["left_out"])
            EXPECT_TRUE(left_out.insert(record["sys_id"]).second);
        if (!reply["has_more"].get<bool>()) break;
        request["cursor"] = reply["next_cursor"];
    }
    EXPECT_EQ(left_out.size(), 40U);
}

TEST_F(ReadingTest, LeavesOutARecordThatNoAnswerHoldsAndSaysWhy) {
    fill(0, 6);
    table_.put(PagingTable::id(2), {{"number", "2"}, {"category", std::string(2'000, 'x')}});
    const json reply =
        desk_.ask(query({{"fields", {"number", "category"}}, {"max_bytes", 2'048}, {"limit", 6}}));
    EXPECT_EQ(reply["returned"], 5) << reply;
    EXPECT_EQ(reply["has_more"], false);
    ASSERT_EQ(reply["left_out"].size(), 1U);
    EXPECT_EQ(reply["left_out"][0]["sys_id"], PagingTable::id(2));
    EXPECT_EQ(reply["left_out"][0]["largest_fields"][0]["name"], "category");
    EXPECT_NE(reply["notices"].dump().find("category ("), std::string::npos);
    EXPECT_EQ(reply["total"], 6);
}

}  // namespace
}  // namespace toolhost::servicenow
