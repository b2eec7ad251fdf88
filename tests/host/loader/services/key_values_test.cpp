#include "loader/services/key_values.hpp"

#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using Kind = KeyValueStep::Kind;

class KeyValuesTest : public testing::Test {
protected:
    std::variant<Changed, Refusal> change(const KeyValueOwner& owner,
                                          std::vector<KeyValueStep> steps) {
        std::promise<std::variant<Changed, Refusal>> promise;
        auto outcome = promise.get_future();
        values().change(
            owner, std::move(steps), [&promise](auto told) { promise.set_value(told); });
        return outcome.get();
    }

    std::string kindOf(const KeyValueOwner& owner, std::vector<KeyValueStep> steps) {
        const auto outcome = change(owner, std::move(steps));
        const auto* refusal = std::get_if<Refusal>(&outcome);
        return refusal == nullptr ? "" : std::string(refusal->kind);
    }

    std::string valueOf(const std::string& plugin, const std::string& key) {
        const auto found = values().find(plugin, key).value();
        return found ? found->value : "(none)";
    }

    std::int64_t secondsFromNow(std::int64_t seconds) {
        return base::microsecondsSinceEpoch(house.clock.wall()) + seconds * 1'000'000;
    }

    static KeyValueStep put(const std::string& key, const std::string& value) {
        return {.kind = Kind::Put, .key = key, .version = {}, .value = value, .expires_us = {}};
    }

    KeyValues& values() { return house.shared().values(); }

    ServiceHouse house;
    const KeyValueOwner ann{"com.example.ann", 100, 1'000'000};
    const KeyValueOwner ben{"com.example.ben", 100, 1'000'000};
};

TEST_F(KeyValuesTest, NeverShowOnePluginWhatAnotherKeeps) {
    ASSERT_EQ(kindOf(ann, {put("k", "ann's")}), "");
    EXPECT_EQ(valueOf(ben.plugin_id, "k"), "(none)");
    EXPECT_TRUE(values().list(ben.plugin_id, {"", {}, 10, 1'000}).value().values.empty());
    ASSERT_EQ(
        kindOf(ben,
               {{.kind = Kind::Delete, .key = "k", .version = {}, .value = {}, .expires_us = {}}}),
        "");
    EXPECT_EQ(valueOf(ann.plugin_id, "k"), "ann's");
}

TEST_F(KeyValuesTest, RefuseAChangeWhoseVersionIsAnother) {
    auto step = put("k", "1");
    step.version = 0;
    ASSERT_EQ(kindOf(ann, {step}), "");
    EXPECT_EQ(kindOf(ann, {step}), "conflict");
    step.version = values().find(ann.plugin_id, "k").value()->version;
    step.value = "2";
    EXPECT_EQ(kindOf(ann, {step}), "");
    EXPECT_EQ(kindOf(ann, {step}), "conflict");
    EXPECT_EQ(valueOf(ann.plugin_id, "k"), "2");
}

TEST_F(KeyValuesTest, NeverGiveAVersionTwice) {
    ASSERT_EQ(kindOf(ann, {put("k", "1")}), "");
    const auto first = values().find(ann.plugin_id, "k").value()->version;
    ASSERT_EQ(
        kindOf(ann,
               {{.kind = Kind::Delete, .key = "k", .version = {}, .value = {}, .expires_us = {}}}),
        "");
    ASSERT_EQ(kindOf(ann, {put("k", "1")}), "");
    EXPECT_GT(values().find(ann.plugin_id, "k").value()->version, first);
}

TEST_F(KeyValuesTest, MakeAllStepsOrNone) {
    ASSERT_EQ(kindOf(ann, {put("a", "1")}), "");
    EXPECT_EQ(
        kindOf(ann,
               {put("a", "2"),
                put("b", "2"),
                {.kind = Kind::Check, .key = "c", .version = 7, .value = {}, .expires_us = {}}}),
        "conflict");
    EXPECT_EQ(valueOf(ann.plugin_id, "a"), "1");
    EXPECT_EQ(valueOf(ann.plugin_id, "b"), "(none)");
}

TEST_F(KeyValuesTest, ForgetWhatHasExpiredAtThatMoment) {
    auto step = put("k", "1");
    step.expires_us = secondsFromNow(60);
    ASSERT_EQ(kindOf(ann, {step}), "");
    house.clock.advance(std::chrono::seconds(59));
    EXPECT_EQ(valueOf(ann.plugin_id, "k"), "1");
    house.clock.advance(std::chrono::seconds(1));
    EXPECT_EQ(valueOf(ann.plugin_id, "k"), "(none)");
    EXPECT_TRUE(values().list(ann.plugin_id, {"", {}, 10, 1'000}).value().values.empty());
    auto again = put("k", "2");
    again.version = 0;
    EXPECT_EQ(kindOf(ann, {again}), "");
    EXPECT_EQ(valueOf(ann.plugin_id, "k"), "2");
}

TEST_F(KeyValuesTest, HoldAPluginToItsKeysAndCountNeitherTheGoneNorTheReplaced) {
    const KeyValueOwner small{"com.example.small", 2, 1'000};
    auto passing = put("a", "1");
    passing.expires_us = secondsFromNow(1);
    ASSERT_EQ(kindOf(small, {passing, put("b", "1")}), "");
    ASSERT_EQ(kindOf(small, {put("b", "2")}), "");
    EXPECT_EQ(kindOf(small, {put("c", "1")}), "quota");
    EXPECT_EQ(valueOf(small.plugin_id, "c"), "(none)");
    house.clock.advance(std::chrono::seconds(2));
    EXPECT_EQ(kindOf(small, {put("c", "1")}), "");
    EXPECT_EQ(kindOf(ann, {put("c", "1")}), "");
}

TEST_F(KeyValuesTest, HoldAPluginToItsBytes) {
    const KeyValueOwner small{"com.example.small", 10, 10};
    EXPECT_EQ(kindOf(small, {put("k", std::string(10, 'x'))}), "quota");
    EXPECT_EQ(kindOf(small, {put("k", std::string(9, 'x'))}), "");
    EXPECT_EQ(kindOf(small, {put("l", "")}), "quota");
    EXPECT_EQ(kindOf(small, {put("k", "x")}), "");
    EXPECT_EQ(kindOf(small, {put("l", "")}), "");
}

TEST_F(KeyValuesTest, ListAPrefixByPagesInTheOrderOfBytes) {
    ASSERT_EQ(
        kindOf(ann,
               {put("a", ""), put("a/", ""), put("a/\xc3\xa4", ""), put("a/z", ""), put("b", "")}),
        "");
    std::vector<std::string> keys;
    KeyValueRange range{"a/", {}, 2, 1'000};
    for (;;) {
        const auto page = values().list(ann.plugin_id, range).value();
        for (const auto& value : page.values) {
            keys.push_back(value.key);
        }
        if (!page.has_more) break;
        range.after = keys.back();
    }
    EXPECT_EQ(keys, (std::vector<std::string>{"a/", "a/z", "a/\xc3\xa4"}));
}

TEST_F(KeyValuesTest, ListNoMoreBytesThanAskedForButAlwaysOneValue) {
    ASSERT_EQ(kindOf(ann, {put("a", std::string(100, 'x')), put("b", std::string(100, 'x'))}), "");
    const auto page = values().list(ann.plugin_id, {"", {}, 10, 50}).value();
    EXPECT_EQ(page.values.size(), 1U);
    EXPECT_TRUE(page.has_more);
}

}  // namespace
}  // namespace toolhost::loader
