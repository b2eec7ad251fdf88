#include "audit/record.hpp"

#include <gtest/gtest.h>

namespace toolhost::audit {
namespace {

using namespace std::string_literals;

const Stamp kStamp{1'785'000'000'123'456, "01K0000000000000000000000A", "host1"};
const std::string kGenesis(32, '\x0a');

Event fullEvent() {
    Event event;
    event.type = "mcp.tool.call";
    event.outcome = Outcome::Denied;
    event.actor = {"abel", "desk", "abel.tuter", {"mcp:tools"}, "jti-1", identity::Evidence::Token};
    event.target = "query";
    event.call_id = "call-1";
    event.details = {{"latency_ms", "12"}, {"code", "invalid_arguments"}};
    return event;
}

Record written(const Event& event) {
    const auto record = parseRecord(recordBytes(7, draftRecord(event, kStamp).members, kGenesis));
    if (!record) ADD_FAILURE() << draftRecord(event, kStamp).members;
    return record.value_or(Record{});
}

TEST(ParseRecord, RefusesWhatIsNoRecord) {
    for (const std::string_view bytes :
         {"", "{", "[]", "7", "{}", R"({"v":2,"actor":{},"details":{}})", R"({"v":1,"actor":{}})"})
        EXPECT_FALSE(parseRecord(bytes)) << bytes;
}

TEST(RecordBytes, AreOneLineInAFixedOrder) {
    EXPECT_EQ(recordBytes(7, draftRecord(fullEvent(), kStamp).members, kGenesis),
              R"({"v":1,"seq":7,"ts":1785000000123456,"id":"01K0000000000000000000000A",)"
              R"("node":"host1","type":"mcp.tool.call","actor":{"subject":"abel",)"
              R"("client_id":"desk","user":"abel.tuter","token_id":"jti-1","evidence":"token"},)"
              R"("target":"query","call_id":"call-1","outcome":"denied",)"
              R"("details":{"code":"invalid_arguments","latency_ms":"12"},)"
              R"("prev":"0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"})");
}

TEST(ParseRecord, ReadsWhatWasWritten) {
    const Record record = written(fullEvent());
    EXPECT_EQ(record.seq, 7);
    EXPECT_EQ(record.time_us, kStamp.time_us);
    EXPECT_EQ(record.id, kStamp.id);
    EXPECT_EQ(record.node, "host1");
    EXPECT_EQ(record.type, "mcp.tool.call");
    EXPECT_EQ(record.outcome, "denied");
    EXPECT_EQ(record.subject, "abel");
    EXPECT_EQ(record.client_id, "desk");
    EXPECT_EQ(record.user, "abel.tuter");
    EXPECT_EQ(record.token_id, "jti-1");
    EXPECT_EQ(record.evidence, "token");
    EXPECT_EQ(record.target, "query");
    EXPECT_EQ(record.call_id, "call-1");
    EXPECT_EQ(record.details, fullEvent().details);
    EXPECT_EQ(record.previous_hash.size(), 64U);
}

TEST(DraftRecord, TellNoUserFromAnEmptyOne) {
    Event event = fullEvent();
    event.actor.user.reset();
    EXPECT_EQ(written(event).user, std::nullopt);
    event.actor.user = "";
    EXPECT_EQ(written(event).user, "");
}

TEST(DraftRecord, LeaveCredentialsOut) {
    Event event = fullEvent();
    event.target = "eyJhbGciOi.eyJzdWIi.c2ln";
    event.details = {{"client_secret", "s3cret"}, {"note", "sent Bearer abc.def"}};
    const std::string members = draftRecord(event, kStamp).members;
    for (const std::string_view secret : {"eyJhbGciOi", "s3cret", "abc.def"})
        EXPECT_EQ(members.find(secret), std::string::npos) << members;
}

TEST(DraftRecord, ReplaceBytesThatAreNotUtf8) {
    Event event = fullEvent();
    event.target = "a\xff\xc3z";
    event.details = {{"\xfe", "\x80"}};
    const Record record = written(event);
    EXPECT_EQ(record.target, "a\uFFFD\uFFFDz");
    EXPECT_EQ(record.details.at("\uFFFD"), "\uFFFD");
}

TEST(DraftRecord, KeepControlCharactersOnOneLine) {
    Event event = fullEvent();
    event.target = "a\n\"b\"\0c"s;
    EXPECT_EQ(draftRecord(event, kStamp).members.find('\n'), std::string::npos);
    EXPECT_EQ(written(event).target, "a\n\"b\"\0c"s);
}

TEST(DraftRecord, CutLongValuesAndSaySo) {
    constexpr std::size_t kMost = 64U << 10U;
    Event event = fullEvent();
    event.target = std::string(kMost, 'x');
    EXPECT_EQ(written(event).target, event.target);
    event.target += 'x';
    EXPECT_EQ(written(event).target, std::string(kMost, 'x') + " [cut, was 65537 bytes]");
}

TEST(DraftRecord, IsFoundByWhatTheRecordSays) {
    for (const std::string_view name : {"abel", "a\xff\n", "Bearer abc.def", ""}) {
        Event event = fullEvent();
        event.type = name;
        event.actor.user = name;
        const Draft draft = draftRecord(event, kStamp);
        EXPECT_EQ(draft.type, written(event).type);
        EXPECT_EQ(draft.who, whoOf(written(event)));
        event.actor.user.reset();
        event.actor.subject = name;
        EXPECT_EQ(draftRecord(event, kStamp).who, whoOf(written(event)));
    }
}

TEST(ExportLine, GivesTheHashedBytesBackWithoutItsHash) {
    EXPECT_EQ(exportLine(R"({"v":1,"prev":"00"})", "\x01\x02"),
              R"({"v":1,"prev":"00","hash":"0102"})");
}

}  // namespace
}  // namespace toolhost::audit
