#include "outbound/intake.hpp"

#include <gtest/gtest.h>

namespace toolhost::outbound {
namespace {

constexpr Intake::Bounds kBounds{1'000, 10};

/// Feeds the lines of a head, line ends added.
bool takeHead(Intake& intake, std::initializer_list<const char*> lines) {
    for (const char* line : lines)
        if (!intake.takeHeader(std::string(line) + "\r\n")) return false;
    return true;
}

/// What a sink was given, and what it is to answer.
struct Recorder {
    std::vector<std::string> chunks;
    std::vector<int> statuses;
    base::Result<BodySink::Choice> choice = BodySink::Choice::Chunks;
    base::Result<base::Done> taken = base::Done{};

    BodySink sink() {
        return {[this](const Response& head) {
                    statuses.push_back(head.status);
                    return choice;
                },
                [this](std::string_view bytes) {
                    chunks.emplace_back(bytes);
                    return taken;
                }};
    }
};

TEST(Intake, RefusesHeadersPastTheBound) {
    Intake intake({20, 10}, nullptr);
    EXPECT_TRUE(takeHead(intake, {"HTTP/1.1 200 OK"}));
    EXPECT_FALSE(takeHead(intake, {"X: 123456"}));
    ASSERT_TRUE(intake.objection());
    EXPECT_EQ(intake.objection()->kind, Failure::Kind::TooLarge);
}

TEST(Intake, RefusesABodyPastTheBoundThoughASinkTakesIt) {
    Recorder recorder;
    const BodySink sink = recorder.sink();
    Intake intake(kBounds, &sink);
    ASSERT_TRUE(takeHead(intake, {"HTTP/1.1 200 OK", ""}));
    EXPECT_TRUE(intake.takeBody("0123456789"));
    EXPECT_FALSE(intake.takeBody("x"));
    EXPECT_EQ(intake.objection()->kind, Failure::Kind::TooLarge);
    EXPECT_EQ(recorder.chunks, std::vector<std::string>{"0123456789"});
}

TEST(Intake, EndsInTheWordsOfASinkThatRefusesTheHead) {
    Recorder recorder;
    recorder.choice = base::Error{"not this type"};
    const BodySink sink = recorder.sink();
    Intake intake(kBounds, &sink);
    EXPECT_FALSE(takeHead(intake, {"HTTP/1.1 200 OK", ""}));
    EXPECT_EQ(intake.objection()->kind, Failure::Kind::Abandoned);
    EXPECT_EQ(intake.objection()->cause, "not this type");
}

TEST(Intake, EndsInTheWordsOfASinkThatRefusesAChunk) {
    Recorder recorder;
    recorder.taken = base::Error{"not JSON"};
    const BodySink sink = recorder.sink();
    Intake intake(kBounds, &sink);
    ASSERT_TRUE(takeHead(intake, {"HTTP/1.1 200 OK", ""}));
    EXPECT_FALSE(intake.takeBody("x"));
    EXPECT_EQ(intake.objection()->cause, "not JSON");
}

TEST(Intake, GathersWhatASinkLeavesToIt) {
    Recorder recorder;
    recorder.choice = BodySink::Choice::Gathered;
    const BodySink sink = recorder.sink();
    Intake intake(kBounds, &sink);
    ASSERT_TRUE(takeHead(intake, {"HTTP/1.1 404 Not Found", ""}));
    ASSERT_TRUE(intake.takeBody("sorry"));
    EXPECT_EQ(intake.release().body, "sorry");
    EXPECT_TRUE(recorder.chunks.empty());
}

TEST(Intake, ShowsASinkTheFinalHeadOnce) {
    Recorder recorder;
    const BodySink sink = recorder.sink();
    Intake intake(kBounds, &sink);
    ASSERT_TRUE(takeHead(intake, {"HTTP/1.1 103 Early Hints", "X-Early: 1", ""}));
    EXPECT_FALSE(intake.isSinkEngaged());
    ASSERT_TRUE(takeHead(intake, {"HTTP/2 204", "X-Final: 1", ""}));
    EXPECT_TRUE(intake.isSinkEngaged());
    ASSERT_TRUE(takeHead(intake, {"X-Trailer: 1", ""}));
    EXPECT_EQ(recorder.statuses, std::vector<int>{204});
}

TEST(Intake, LeavesInterimFieldsAndTrailersOut) {
    Intake intake(kBounds, nullptr);
    ASSERT_TRUE(takeHead(intake, {"HTTP/1.1 100 Continue", "X-Early: 1", ""}));
    ASSERT_TRUE(takeHead(intake, {"HTTP/1.1 200 OK", "X-Final:  1 ", ""}));
    ASSERT_TRUE(takeHead(intake, {"X-Trailer: 1"}));
    const Response response = intake.release();
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers, (Headers{{"X-Final", "1"}}));
}

}  // namespace
}  // namespace toolhost::outbound
