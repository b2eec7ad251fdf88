#include "store/group_worker.hpp"

#include <future>
#include <numeric>

#include <gtest/gtest.h>

namespace toolhost::store {
namespace {

constexpr std::chrono::hours kForEver{1};

/// Records the groups; the first one waits until it may go on.
class Groups {
public:
    void take(std::vector<int> group) {
        if (groups_.empty()) {
            entered_.set_value();
            go_on_.get_future().wait();
        }
        groups_.push_back(std::move(group));
    }
    void waitUntilEntered() { entered_.get_future().wait(); }
    void goOn() { go_on_.set_value(); }
    [[nodiscard]] const std::vector<std::vector<int>>& seen() const { return groups_; }

private:
    std::promise<void> entered_;
    std::promise<void> go_on_;
    std::vector<std::vector<int>> groups_;
};

using Worker = GroupWorker<int>;

Offer offer(Worker& worker, int item, Haste haste = Haste::Now) {
    return worker.offer(item, haste);
}

TEST(GroupWorker, RefusesMoreThanItMayHold) {
    Groups groups;
    Worker worker(
        "test", {.queue_max = 2, .group_max = 8}, [&](auto group) { groups.take(group); });
    ASSERT_EQ(offer(worker, 0), Offer::Taken);
    groups.waitUntilEntered();
    EXPECT_EQ(offer(worker, 1), Offer::Taken);
    EXPECT_EQ(offer(worker, 2), Offer::Taken);
    EXPECT_EQ(offer(worker, 3), Offer::Full);
    groups.goOn();
    worker.stop();
    EXPECT_EQ(groups.seen(), (std::vector<std::vector<int>>{{0}, {1, 2}}));
}

TEST(GroupWorker, RefusesOnceStopped) {
    Worker worker("test", {.queue_max = 2, .group_max = 8}, [](auto) {});
    worker.stop();
    EXPECT_EQ(offer(worker, 1), Offer::Stopping);
}

TEST(GroupWorker, LeavesARefusedItemAlone) {
    GroupWorker<std::string> worker("test", {.queue_max = 0, .group_max = 1}, [](auto) {});
    std::string item = "kept by the one who offered it, being longer than a short string";
    ASSERT_EQ(worker.offer(item, Haste::Now), Offer::Full);
    EXPECT_FALSE(item.empty());
}

TEST(GroupWorker, GathersWhileAGroupIsHandled) {
    Groups groups;
    Worker worker(
        "test", {.queue_max = 100, .group_max = 3}, [&](auto group) { groups.take(group); });
    ASSERT_EQ(offer(worker, 0), Offer::Taken);
    groups.waitUntilEntered();
    for (int item = 1; item <= 5; ++item)
        ASSERT_EQ(offer(worker, item), Offer::Taken);
    groups.goOn();
    worker.stop();
    EXPECT_EQ(groups.seen(), (std::vector<std::vector<int>>{{0}, {1, 2, 3}, {4, 5}}));
}

TEST(GroupWorker, HoldsWhatMayWaitUntilSomethingIsInHaste) {
    std::promise<std::vector<int>> first;
    Worker worker("test",
                  {.queue_max = 100, .group_max = 50, .group_wait = kForEver},
                  [&](auto group) { first.set_value(std::move(group)); });
    ASSERT_EQ(offer(worker, 1, Haste::MayWait), Offer::Taken);
    ASSERT_EQ(offer(worker, 2, Haste::MayWait), Offer::Taken);
    ASSERT_EQ(offer(worker, 3, Haste::Now), Offer::Taken);
    EXPECT_EQ(first.get_future().get(), (std::vector<int>{1, 2, 3}));
}

TEST(GroupWorker, HandsAFullGroupOnWithoutWaiting) {
    std::promise<std::vector<int>> first;
    Worker worker("test",
                  {.queue_max = 100, .group_max = 2, .group_wait = kForEver},
                  [&](auto group) { first.set_value(std::move(group)); });
    ASSERT_EQ(offer(worker, 1, Haste::MayWait), Offer::Taken);
    ASSERT_EQ(offer(worker, 2, Haste::MayWait), Offer::Taken);
    EXPECT_EQ(first.get_future().get(), (std::vector<int>{1, 2}));
}

TEST(GroupWorker, HandsOnWhatWaitsAloneAfterAWhile) {
    std::promise<std::vector<int>> first;
    Worker worker("test",
                  {.queue_max = 100, .group_max = 50, .group_wait = std::chrono::milliseconds(1)},
                  [&](auto group) { first.set_value(std::move(group)); });
    ASSERT_EQ(offer(worker, 1, Haste::MayWait), Offer::Taken);
    EXPECT_EQ(first.get_future().get(), std::vector<int>{1});
}

TEST(GroupWorker, FinishesWhatIsQueuedWhenItGoes) {
    std::vector<int> seen;
    {
        Worker worker("test",
                      {.queue_max = 1000, .group_max = 7, .group_wait = kForEver},
                      [&](auto group) { seen.insert(seen.end(), group.begin(), group.end()); });
        for (int item = 0; item < 1000; ++item)
            ASSERT_EQ(offer(worker, item, Haste::MayWait), Offer::Taken);
    }
    std::vector<int> all(1000);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(seen, all);
}

TEST(GroupWorker, KnowsItsOwnThread) {
    std::promise<bool> inside;
    Worker* self = nullptr;
    Worker worker("test", {.queue_max = 1, .group_max = 1}, [&](auto) {
        inside.set_value(self->isThisThread());
    });
    self = &worker;
    EXPECT_FALSE(worker.isThisThread());
    ASSERT_EQ(offer(worker, 1), Offer::Taken);
    EXPECT_TRUE(inside.get_future().get());
}

}  // namespace
}  // namespace toolhost::store
