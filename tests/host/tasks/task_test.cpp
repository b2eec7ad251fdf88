#include "tasks/task.hpp"

#include <set>

#include <gtest/gtest.h>

namespace toolhost::tasks {
namespace {

TEST(Task, HasNoOtherStatusThanTheFive) {
    for (const char* name : {"", "Working", "done", "input_required "}) {
        EXPECT_FALSE(statusNamed(name)) << name;
    }
}

TEST(Task, HasANameForEveryStatus) {
    for (const auto status : {Status::Working,
                              Status::InputRequired,
                              Status::Completed,
                              Status::Cancelled,
                              Status::Failed}) {
        EXPECT_EQ(statusNamed(nameOf(status)), status);
    }
    EXPECT_EQ(nameOf(Status::InputRequired), "input_required");
}

TEST(Task, EndsInOneOfThree) {
    EXPECT_FALSE(isFinal(Status::Working));
    EXPECT_FALSE(isFinal(Status::InputRequired));
    EXPECT_TRUE(isFinal(Status::Completed));
    EXPECT_TRUE(isFinal(Status::Cancelled));
    EXPECT_TRUE(isFinal(Status::Failed));
}

TEST(Task, IsNamedByAnIdThatNobodyGuesses) {
    constexpr std::size_t kCharactersOf256Bits = 43;
    std::set<std::string> ids;
    for (int i = 0; i < 100; ++i) {
        ids.insert(makeTaskId());
        EXPECT_EQ(ids.begin()->size(), kCharactersOf256Bits);
    }
    EXPECT_EQ(ids.size(), 100U);
}

TEST(Task, BelongsToAClientAndASubjectTogether) {
    identity::Principal one;
    one.subject = "abel";
    one.client_id = "a";
    identity::Principal other = one;
    other.client_id = "b";
    EXPECT_EQ(ownerOf(one), ownerOf(one));
    EXPECT_NE(ownerOf(one), ownerOf(other));
}

}  // namespace
}  // namespace toolhost::tasks
