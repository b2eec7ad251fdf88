#include "tasks/waited_audience.hpp"

#include <gtest/gtest.h>

namespace toolhost::tasks {
namespace {

/// Counts what it hears.
class Counting final : public tools::Audience {
public:
    void progress(const tools::Progress&) override { ++heard; }
    void message(const tools::Message&) override { ++heard; }
    [[nodiscard]] bool canComeBack() const override { return true; }
    void comeBack(std::chrono::milliseconds) override { ++heard; }
    int heard = 0;
};

struct Call {
    std::shared_ptr<Waiting> waiting = std::make_shared<Waiting>(
        "id", [](const Outcome&) {}, std::stop_token());
    std::shared_ptr<Counting> counting = std::make_shared<Counting>();
    std::shared_ptr<tools::Audience> audience = whileWaited(waiting, counting);

    void speak() const {
        audience->progress({});
        audience->message({});
        audience->comeBack({});
    }
};

TEST(WaitedAudience, HearsNothingOfATask) {
    const Call call;
    ASSERT_TRUE(call.waiting->becomeTask());
    call.speak();
    EXPECT_EQ(call.counting->heard, 0);
    EXPECT_FALSE(call.audience->canComeBack());
}

TEST(WaitedAudience, HearsAllWhileTheCallerWaits) {
    const Call call;
    call.speak();
    EXPECT_EQ(call.counting->heard, 3);
    EXPECT_TRUE(call.audience->canComeBack());
}

TEST(WaitedAudience, IsNobodyWhereNobodyListens) {
    EXPECT_FALSE(whileWaited(Call().waiting, nullptr));
}

}  // namespace
}  // namespace toolhost::tasks
