#include "audit/verify.hpp"

#include "audit/chain.hpp"
#include "audit/record.hpp"

#include "trail_fixture.hpp"

namespace toolhost::audit {
namespace {

class VerifyTest : public TrailFixture {
protected:
    void expectBad(std::int64_t seq, std::string_view why) const {
        const Verdict found = verdict();
        ASSERT_TRUE(found.first_bad) << "nothing was found wrong";
        EXPECT_EQ(found.first_bad->seq, seq) << found.first_bad->why;
        EXPECT_EQ(found.records, seq - 1);
        EXPECT_NE(found.first_bad->why.find(why), std::string::npos) << found.first_bad->why;
    }

    /// Rewrites a record and gives it the hash that fits, as a careful forger would.
    void forge(std::int64_t seq, std::string_view from, std::string_view to) const {
        auto connection = store::Connection::open(file_, store::Access::ReadWrite);
        ASSERT_TRUE(connection.ok());
        auto read =
            connection.value()->prepare({"read", "SELECT record FROM records WHERE seq = ?1"});
        ASSERT_TRUE(read.ok() && read.value().bind(1, seq).step().ok());
        std::string bytes = read.value().text(0);
        bytes.replace(bytes.find(from), from.size(), to);
        const auto previous = hashFromHex(parseRecord(bytes)->previous_hash);
        auto write = connection.value()->prepare(
            {"forge", "UPDATE records SET record = ?2, hash = ?3 WHERE seq = ?1"});
        ASSERT_TRUE(write.ok());
        write.value().bind(1, seq).bind(2, bytes).bindBlob(3, chainHash(*previous, bytes));
        ASSERT_TRUE(write.value().run().ok());
    }
};

TEST_F(VerifyTest, RefusesATrailThatIsNotThere) {
    const auto checked = verify(file_);
    ASSERT_FALSE(checked.ok());
    EXPECT_NE(checked.error().what.find("audit"), std::string::npos);
    EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(VerifyTest, NamesARecordWhoseBytesWereChanged) {
    makeTrail(9);
    tamper("UPDATE records SET record = replace(record, 'tool5', 'tool6') WHERE seq = 5");
    expectBad(5, "bytes or its hash");
}

TEST_F(VerifyTest, NamesARecordThatIsNoRecordAnyMore) {
    makeTrail(9);
    tamper("UPDATE records SET record = '[]' WHERE seq = 5");
    expectBad(5, "bytes or its hash");
}

TEST_F(VerifyTest, NamesARecordWhoseHashWasChanged) {
    makeTrail(9);
    tamper("UPDATE records SET hash = zeroblob(32) WHERE seq = 9");
    expectBad(9, "bytes or its hash");
}

TEST_F(VerifyTest, NamesARecordHiddenFromSearch) {
    makeTrail(9);
    tamper("UPDATE records SET who = 'someone.else' WHERE seq = 5");
    expectBad(5, "searched by");
}

TEST_F(VerifyTest, NamesARecordTakenOutOfTheMiddle) {
    makeTrail(9);
    tamper("DELETE FROM records WHERE seq = 5");
    expectBad(5, "missing; record 6 comes next");
}

TEST_F(VerifyTest, NamesARecordTakenOutAndTheGapClosed) {
    makeTrail(9);
    tamper(
        "DELETE FROM records WHERE seq = 5;"
        "UPDATE records SET seq = seq - 1 WHERE seq > 5");
    expectBad(5, "in its place stands record 6");
}

TEST_F(VerifyTest, NamesTheFirstRecordWhenItIsMissing) {
    makeTrail(9);
    tamper("DELETE FROM records WHERE seq = 1");
    expectBad(1, "missing");
}

TEST_F(VerifyTest, NamesTheFirstOfTheRecordsCutOff) {
    makeTrail(9);
    tamper("DELETE FROM records WHERE seq > 6");
    expectBad(7, "a checkpoint vouches for record 9");
}

TEST_F(VerifyTest, NamesTheFirstRecordOfAnEmptiedTrail) {
    makeTrail(9);
    tamper("DELETE FROM records");
    expectBad(1, "a checkpoint vouches for record 9");
}

TEST_F(VerifyTest, NamesTheFirstOfTwoRecordsSwapped) {
    makeTrail(9);
    tamper(
        "UPDATE records SET seq = -4 WHERE seq = 4;"
        "UPDATE records SET seq = 4 WHERE seq = 7;"
        "UPDATE records SET seq = 7 WHERE seq = -4");
    expectBad(4, "in its place stands record 7");
}

TEST_F(VerifyTest, NamesARecordReplacedTogetherWithItsHash) {
    makeTrail(9);
    tamper("");
    forge(5, "abel.tuter", "someone.else");
    expectBad(5, "replaced together with its hash: record 6 follows another");
}

TEST_F(VerifyTest, NamesTheLastRecordReplacedTogetherWithItsHash) {
    makeTrail(9);
    tamper("");
    forge(9, "abel.tuter", "someone.else");
    expectBad(9, "not the record that its checkpoint signed");
}

TEST_F(VerifyTest, NamesTheRecordWhoseCheckpointWasForged) {
    makeTrail(9);
    tamper("UPDATE checkpoints SET claim = replace(claim, '\"ts\":17', '\"ts\":18')");
    expectBad(9, "its checkpoint was changed");
}

TEST_F(VerifyTest, NamesTheRecordWhoseCheckpointIsMissing) {
    makeTrail(1005);
    tamper("DELETE FROM checkpoints WHERE seq = 1000");
    expectBad(1000, "its checkpoint is missing");
}

TEST_F(VerifyTest, RefusesToJudgeWithoutTheKey) {
    makeTrail(9);
    std::filesystem::remove(checkpointKeyFile(file_));
    EXPECT_FALSE(verify(file_).ok());
}

TEST_F(VerifyTest, TakesAnUntouchedTrailForSound) {
    makeTrail(1005);
    const Verdict found = verdict();
    EXPECT_FALSE(found.first_bad) << found.first_bad->why;
    EXPECT_EQ(found.records, 1005);
    EXPECT_EQ(found.signed_records, 1005);
    EXPECT_EQ(found.last_hash.size(), 64U);
}

TEST_F(VerifyTest, TakesAnEmptyTrailForSound) {
    makeTrail(0);
    const Verdict found = verdict();
    EXPECT_FALSE(found.first_bad);
    EXPECT_EQ(found.records, 0);
    EXPECT_EQ(found.last_hash, "");
}

TEST_F(VerifyTest, ReadsATrailInUse) {
    const auto trail = open();
    ASSERT_TRUE(record(*trail, call("query")).ok());
    const Verdict found = verdict();
    EXPECT_FALSE(found.first_bad);
    EXPECT_EQ(found.records, 1);
    EXPECT_EQ(found.signed_records, 0);
}

}  // namespace
}  // namespace toolhost::audit
