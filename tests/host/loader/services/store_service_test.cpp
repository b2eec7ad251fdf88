#include "loader/services/store_service.hpp"

#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

class StoreServiceTest : public testing::Test {
protected:
    Told ask(const json& request, std::string_view bytes = {}) {
        return askService(service_, request, bytes);
    }

    ServiceHouse house_;
    StoreService service_{house_.shared().values(), {"com.example.a", 100, 1 << 20}, house_.clock};
};

struct RefusedStep {
    const char* said;
    json request;
};

class RefusedSteps : public StoreServiceTest, public testing::WithParamInterface<RefusedStep> {};

TEST_P(RefusedSteps, AreAnsweredSo) {
    const Told told = ask(GetParam().request);
    EXPECT_EQ(told.status, TOOLHOST_E_ARGUMENT);
    EXPECT_EQ(told.kind(), "argument") << told.json;
    EXPECT_TRUE(ask({{"op", "scan"}}).json["entries"].empty());
}

json transaction(const json& step) {
    return {{"op", "transaction"}, {"steps", {{{"op", "put"}, {"key", "a"}, {"value", 1}}, step}}};
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RefusedSteps,
    testing::Values(
        RefusedStep{"no_key", {{"op", "put"}, {"value", 1}}},
        RefusedStep{"empty_key", {{"op", "put"}, {"key", ""}, {"value", 1}}},
        RefusedStep{"long_key", {{"op", "put"}, {"key", std::string(513, 'k')}, {"value", 1}}},
        RefusedStep{"no_lifetime", {{"op", "put"}, {"key", "k"}, {"ttl_seconds", 0}}},
        RefusedStep{"both_conditions",
                    {{"op", "put"}, {"key", "k"}, {"if_version", 1}, {"only_if_absent", true}}},
        RefusedStep{"negative_version", {{"op", "put"}, {"key", "k"}, {"if_version", -1}}},
        RefusedStep{"no_limit", {{"op", "scan"}, {"limit", 0}}},
        RefusedStep{"large_limit", {{"op", "scan"}, {"limit", 1'001}}},
        RefusedStep{"foreign_cursor", {{"op", "scan"}, {"prefix", "a"}, {"cursor", "b"}}},
        RefusedStep{"no_steps", {{"op", "transaction"}, {"steps", json::array()}}},
        RefusedStep{"step_no_object", transaction(1)},
        RefusedStep{"step_unknown", transaction({{"op", "get"}, {"key", "a"}})},
        RefusedStep{"step_without_value", transaction({{"op", "put"}, {"key", "b"}})},
        RefusedStep{"step_misspelt",
                    transaction({{"op", "put"}, {"key", "b"}, {"value", 1}, {"ttl", 1}})},
        RefusedStep{"check_without_version", transaction({{"op", "check"}, {"key", "b"}})},
        RefusedStep{"bytes_beyond",
                    transaction({{"op", "put"}, {"key", "b"}, {"bytes", {{"offset", 1}}}})},
        RefusedStep{
            "value_twice",
            transaction({{"op", "put"}, {"key", "b"}, {"value", 1}, {"bytes", json::object()}})}),
    [](const auto& test) { return test.param.said; });

TEST_F(StoreServiceTest, GivesBackJsonAsJsonAndBytesAsBytes) {
    ask({{"op", "put"}, {"key", "json"}, {"value", {{"a", {1, 2}}}}});
    ask({{"op", "put"}, {"key", "bytes"}}, std::string_view("\0\xff", 2));
    const Told as_json = ask({{"op", "get"}, {"key", "json"}});
    EXPECT_EQ(as_json.json["value"], (json{{"a", {1, 2}}}));
    EXPECT_EQ(as_json.bytes, "");
    const Told as_bytes = ask({{"op", "get"}, {"key", "bytes"}});
    EXPECT_FALSE(as_bytes.json.contains("value"));
    EXPECT_EQ(as_bytes.bytes, std::string_view("\0\xff", 2));
    EXPECT_EQ(ask({{"op", "get"}, {"key", "none"}}).json, (json{{"found", false}}));
}

TEST_F(StoreServiceTest, TellsTheVersionThatAConflictIsAbout) {
    const auto version = ask({{"op", "put"}, {"key", "k"}, {"value", 1}}).json["version"];
    const Told told = ask({{"op", "put"}, {"key", "k"}, {"value", 2}, {"only_if_absent", true}});
    EXPECT_EQ(told.status, TOOLHOST_E_STATE);
    EXPECT_EQ(told.kind(), "conflict");
    EXPECT_NE(told.json["error"]["message"].get<std::string>().find("version " + version.dump()),
              std::string::npos);
}

TEST_F(StoreServiceTest, TakesSeveralValuesOutOfTheSameBytes) {
    ask({{"op", "transaction"},
         {"steps",
          {{{"op", "put"}, {"key", "a"}, {"bytes", {{"size", 2}}}},
           {{"op", "put"}, {"key", "b"}, {"bytes", {{"offset", 2}, {"size", 1}}}},
           {{"op", "put"}, {"key", "c"}, {"bytes", {{"offset", 3}}}}}}},
        "12345");
    EXPECT_EQ(ask({{"op", "get"}, {"key", "a"}}).bytes, "12");
    EXPECT_EQ(ask({{"op", "get"}, {"key", "b"}}).bytes, "3");
    EXPECT_EQ(ask({{"op", "get"}, {"key", "c"}}).bytes, "45");
}

TEST_F(StoreServiceTest, ForgetsAtTheEndOfALifetime) {
    ask({{"op", "put"}, {"key", "k"}, {"value", 1}, {"ttl_seconds", 10}});
    EXPECT_EQ(ask({{"op", "get"}, {"key", "k"}}).json["found"], true);
    house_.clock.advance(std::chrono::seconds(10));
    EXPECT_EQ(ask({{"op", "get"}, {"key", "k"}}).json["found"], false);
    EXPECT_EQ(ask({{"op", "delete"}, {"key", "k"}}).json["deleted"], false);
}

TEST_F(StoreServiceTest, ScansByPages) {
    for (const char* key : {"n/1", "n/2", "n/3", "o"}) {
        ask({{"op", "put"}, {"key", key}, {"value", key}});
    }
    const Told first = ask({{"op", "scan"}, {"prefix", "n/"}, {"limit", 2}});
    ASSERT_EQ(first.json["entries"].size(), 2U);
    const Told second =
        ask({{"op", "scan"}, {"prefix", "n/"}, {"cursor", first.json["next_cursor"]}});
    ASSERT_EQ(second.json["entries"].size(), 1U);
    EXPECT_EQ(second.json["entries"][0]["value"], "n/3");
    EXPECT_FALSE(second.json.contains("next_cursor"));
}

}  // namespace
}  // namespace toolhost::loader
