#include <set>

#include "simulator/text.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class TableList : public InstanceFixture {};

TEST_F(TableList, RefusesPagesThatCannotBe) {
    for (const auto* page : {"sysparm_offset=-1",
                             "sysparm_limit=-5",
                             "sysparm_limit=ten",
                             "sysparm_offset=99999999999999999999"}) {
        EXPECT_EQ(get(std::string("/api/now/table/incident?") + page).status, 400) << page;
    }
}

TEST_F(TableList, RefusesTinyUrls) {
    EXPECT_EQ(get("/api/now/table/incident?sysparm_tiny=abc").status, 400);
}

TEST_F(TableList, AnswersAnEmptyListButNotInVersionOne) {
    const std::string nothing = "/table/incident?sysparm_query=number=none";
    const auto reply = get("/api/now" + nothing);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body, R"({"result":[]})");
    EXPECT_EQ(header(reply, "X-Total-Count"), "0");
    EXPECT_EQ(get("/api/now/v2" + nothing).status, 200);
    EXPECT_EQ(get("/api/now/v1" + nothing).status, 404);
}

TEST_F(TableList, CountsAllRowsAndShowsOnePage) {
    const auto reply = get("/api/now/table/incident?sysparm_limit=15&sysparm_offset=30");
    EXPECT_EQ(header(reply, "X-Total-Count"), "40");
    EXPECT_EQ(bodyOf(reply).at("result").size(), 10U);
    EXPECT_EQ(reply.content_type, "application/json;charset=UTF-8");
}

TEST_F(TableList, PagesNeitherOverlapNorLeaveGaps) {
    std::set<std::string> seen;
    for (int offset = 0; offset < 40; offset += 7) {
        const auto page = result(
            "/api/now/table/"
            "incident?sysparm_fields=number&sysparm_limit=7&sysparm_query=ORDERBYcategory&sysparm_"
            "offset=" +
            std::to_string(offset));
        for (const auto& row : page)
            EXPECT_TRUE(seen.insert(row.at("number").get<std::string>()).second);
    }
    EXPECT_EQ(seen.size(), 40U);
}

TEST_F(TableList, LinksToTheOtherPagesWithEveryParameter) {
    const auto link = header(
        get("/api/now/table/incident?sysparm_limit=15&sysparm_offset=15&sysparm_fields=number"),
        "Link");
    const std::string start = "<http://sim/api/now/table/incident?sysparm_limit=15&sysparm_offset=";
    const std::string end = "&sysparm_fields=number>;rel=";
    EXPECT_EQ(link,
              start + "0" + end + "\"first\"," + start + "0" + end + "\"prev\"," + start + "30" +
                  end + "\"next\"," + start + "30" + end + "\"last\"");
}

TEST_F(TableList, LeavesOutCountAndLinksWhenAsked) {
    const auto uncounted = get("/api/now/table/incident?sysparm_no_count=true");
    EXPECT_EQ(header(uncounted, "X-Total-Count"), "");
    const auto unlinked = get("/api/now/table/incident?sysparm_suppress_pagination_header=true");
    EXPECT_EQ(header(unlinked, "X-Total-Count"), "40");
    EXPECT_EQ(header(unlinked, "Link"), "");
}

TEST_F(TableList, SortsByNumberAndByWhatAReferenceShows) {
    const auto numbers =
        rows("incident", "ORDERBYDESCnumber", "&sysparm_limit=2&sysparm_fields=number");
    EXPECT_EQ(numbers, json::parse(R"([{"number":"INC0000040"},{"number":"INC0000039"}])"));
    const auto callers = rows(
        "incident",
        "ORDERBYcaller_id",
        "&sysparm_fields=caller_id&sysparm_display_value=true&sysparm_exclude_reference_link=true");
    for (std::size_t n = 1; n < callers.size(); ++n) {
        EXPECT_LE(lower(callers[n - 1].at("caller_id").get<std::string>()),
                  lower(callers[n].at("caller_id").get<std::string>()));
    }
}

TEST_F(TableList, CutsThePageBeforeRowRulesApply) {
    const auto reply = get("/api/now/table/incident?sysparm_limit=10", "joe.employee");
    EXPECT_EQ(header(reply, "X-Total-Count"), "40");
    EXPECT_LT(bodyOf(reply).at("result").size(), 10U);
}

}  // namespace
}  // namespace toolhost::sim
