#include "audit/search.hpp"

#include "audit/chain.hpp"

#include "trail_fixture.hpp"

namespace toolhost::audit {
namespace {

class SearchTest : public TrailFixture {
protected:
    /// tool1 … tool4 by two users, then two events of another type.
    void makeMixedTrail() {
        const auto trail = open();
        for (const int i : {1, 2, 3, 4}) {
            Event event = call("tool" + std::to_string(i));
            if (i % 2 == 0) event.actor.user = "beth.anglin";
            ASSERT_TRUE(trail->append(event, {}).ok());
        }
        Event issue = call("desk");
        issue.type = "token.issue";
        issue.actor.user.reset();
        ASSERT_TRUE(trail->append(issue, {}).ok());
        issue.actor.user = "beth.anglin";
        ASSERT_TRUE(trail->append(issue, {}).ok());
    }

    std::vector<std::int64_t> found(const Query& query) const {
        const auto rows = search(file_, query);
        EXPECT_TRUE(rows.ok());
        std::vector<std::int64_t> numbers;
        for (const auto& row : rows.value())
            numbers.push_back(row.record.seq);
        return numbers;
    }
};

using Numbers = std::vector<std::int64_t>;

TEST_F(SearchTest, RefusesATrailThatIsNotThere) {
    EXPECT_FALSE(search(file_, {}).ok());
    std::ostringstream out;
    EXPECT_FALSE(exportTo(out, file_).ok());
}

TEST_F(SearchTest, FindsTheNewestOfThoseThatFitOldestFirst) {
    makeMixedTrail();
    EXPECT_EQ(found({}), (Numbers{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(found({.last = 2, .type = {}, .user = {}}), (Numbers{5, 6}));
    EXPECT_EQ(found({.last = 0, .type = {}, .user = {}}), Numbers{});
    EXPECT_EQ(found({.last = 3, .type = "mcp.tool.call", .user = {}}), (Numbers{2, 3, 4}));
    EXPECT_EQ(found({.last = 9, .type = {}, .user = "beth.anglin"}), (Numbers{2, 4, 6}));
    EXPECT_EQ(found({.last = 9, .type = "token.issue", .user = "beth.anglin"}), Numbers{6});
    EXPECT_EQ(found({.last = 9, .type = "token.issue", .user = "nobody"}), Numbers{});
}

TEST_F(SearchTest, FindsByTheSubjectOfWhoeverActsAsNobody) {
    makeMixedTrail();
    EXPECT_EQ(found({.last = 9, .type = "token.issue", .user = "abel.tuter"}), Numbers{5});
}

TEST_F(SearchTest, TakesInputForAValueOnly) {
    makeMixedTrail();
    EXPECT_EQ(found({.last = 9, .type = "x' OR '1'='1", .user = {}}), Numbers{});
}

TEST_F(SearchTest, ExportsLinesThatProveTheChain) {
    makeMixedTrail();
    std::ostringstream out;
    ASSERT_TRUE(exportTo(out, file_).ok());
    std::istringstream lines(out.str());
    std::string previous;
    int count = 0;
    for (std::string line; std::getline(lines, line); ++count) {
        const std::string member = ",\"hash\":\"";
        const auto at = line.rfind(member);
        ASSERT_NE(at, std::string::npos) << line;
        const std::string bytes = line.substr(0, at) + "}";
        const auto hash = hashFromHex(line.substr(at + member.size(), 64));
        const auto follows = hashFromHex(parseRecord(bytes)->previous_hash);
        EXPECT_TRUE(count == 0 || *follows == previous) << line;
        EXPECT_EQ(chainHash(*follows, bytes), hash);
        previous = *hash;
    }
    EXPECT_EQ(count, 6);
}

TEST_F(SearchTest, ReportsAnOutputThatCannotBeWritten) {
    makeMixedTrail();
    std::ostringstream out;
    out.setstate(std::ios::badbit);
    EXPECT_FALSE(exportTo(out, file_).ok());
}

}  // namespace
}  // namespace toolhost::audit
