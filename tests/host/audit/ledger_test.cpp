#include "audit/ledger.hpp"

#include "audit/record.hpp"

#include "trail_fixture.hpp"

namespace toolhost::audit {
namespace {

class LedgerTest : public TrailFixture {
protected:
    void expectRefusal(std::string_view why) {
        const auto ledger = Ledger::open(file_, clock_, log_);
        ASSERT_FALSE(ledger.ok());
        EXPECT_NE(ledger.error().what.find(why), std::string::npos) << ledger.error().what;
        EXPECT_NE(ledger.error().what.find("toolhost audit verify"), std::string::npos);
    }
};

TEST_F(LedgerTest, RefusesATrailWithoutItsSignedEnd) {
    makeTrail(9);
    tamper("DELETE FROM records WHERE seq > 6");
    expectRefusal("record 9, which its last checkpoint signed, is missing");
}

TEST_F(LedgerTest, RefusesATrailWhoseLastRecordWasChanged) {
    makeTrail(9);
    tamper("UPDATE records SET record = replace(record, 'tool9', 'tool8') WHERE seq = 9");
    expectRefusal("its last record was changed");
}

TEST_F(LedgerTest, RefusesATrailSignedWithAnotherKey) {
    makeTrail(9);
    std::filesystem::remove(checkpointKeyFile(file_));
    expectRefusal("another key");
}

TEST_F(LedgerTest, WarnsWhenTheWholeTrailIsGone) {
    makeTrail(9);
    std::filesystem::remove(file_);
    makeTrail(1);
    EXPECT_NE(log_text_.str().find("audit.trail.begun_anew"), std::string::npos);
}

TEST_F(LedgerTest, AppendsAllOfAGroupOrNothing) {
    makeTrail(0);
    tamper(
        "CREATE TRIGGER no_second BEFORE INSERT ON records WHEN new.seq = 2"
        " BEGIN SELECT raise(ABORT, 'no second record'); END");
    auto ledger = Ledger::open(file_, clock_, log_);
    ASSERT_TRUE(ledger.ok());
    const Draft draft = draftRecord(call("query"), {1, "id", "node"});
    EXPECT_FALSE(ledger.value()->append({draft, draft}).ok());
    EXPECT_EQ(verdict().records, 0);
    ASSERT_TRUE(ledger.value()->append({draft}).ok());
    const Verdict found = verdict();
    EXPECT_FALSE(found.first_bad);
    EXPECT_EQ(found.records, 1);
}

TEST_F(LedgerTest, SignsEveryThousandthRecordAndTellsTheLog) {
    auto ledger = Ledger::open(file_, clock_, log_);
    ASSERT_TRUE(ledger.ok());
    const std::vector<Draft> group(999, draftRecord(call("query"), {1, "id", "node"}));
    ASSERT_TRUE(ledger.value()->append(group).ok());
    EXPECT_EQ(verdict().signed_records, 0);
    ASSERT_TRUE(ledger.value()->append(group).ok());
    EXPECT_EQ(verdict().signed_records, 1000);
    EXPECT_NE(log_text_.str().find("audit.checkpoint"), std::string::npos);
    EXPECT_NE(log_text_.str().find("\\\"seq\\\":1000"), std::string::npos) << log_text_.str();
}

TEST_F(LedgerTest, SignsAnEndOnlyOnce) {
    makeTrail(9);
    auto ledger = Ledger::open(file_, clock_, log_);
    ASSERT_TRUE(ledger.ok());
    log_text_.str("");
    EXPECT_TRUE(ledger.value()->checkpoint().ok());
    EXPECT_EQ(log_text_.str(), "");
}

TEST_F(LedgerTest, KeepsItsRecordsFromAccidents) {
    makeTrail(9);
    auto connection = store::Connection::open(file_, store::Access::ReadWrite);
    ASSERT_TRUE(connection.ok());
    EXPECT_FALSE(connection.value()->execute({"try", "DELETE FROM records"}).ok());
    EXPECT_FALSE(connection.value()->execute({"try", "UPDATE records SET seq = seq + 1"}).ok());
}

TEST_F(LedgerTest, BeginsEachTrailAtItsOwnGenesis) {
    makeTrail(1);
    const std::string first = verdict().last_hash;
    std::filesystem::remove(file_);
    makeTrail(1);
    EXPECT_NE(verdict().last_hash, first);
}

}  // namespace
}  // namespace toolhost::audit
