#include "servicenow/exchange/row_stream.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

using Ending = RowStream::Ending;

/// What came of feeding a text in chunks of one size.
struct Fed {
    std::vector<std::string> rows;
    std::string refused;
    RowStream::Verdict verdict;
};

Fed feed(const std::string& text, std::size_t chunk_bytes, RowStream::Bounds bounds = {}) {
    Fed fed;
    RowStream stream(
        [&fed](std::string_view row) -> base::Result<base::Done> {
            fed.rows.emplace_back(row);
            return base::Done{};
        },
        bounds);
    for (std::size_t at = 0; at < text.size() && fed.refused.empty(); at += chunk_bytes) {
        const auto taken = stream.take(std::string_view(text).substr(at, chunk_bytes));
        if (!taken) fed.refused = taken.error().what;
    }
    fed.verdict = stream.finish();
    return fed;
}

struct Case {
    const char* what;
    std::string text;
    std::size_t rows;
    Ending ending;
    const char* message = "";
};

class AnswersOfAnInstance : public testing::TestWithParam<Case> {};

TEST_P(AnswersOfAnInstance, AreTheSameHoweverTheyAreCut) {
    const Case& answer = GetParam();
    const Fed whole = feed(answer.text, answer.text.size() + 1);
    EXPECT_EQ(whole.rows.size(), answer.rows);
    EXPECT_EQ(whole.verdict.ending, answer.ending);
    EXPECT_EQ(whole.verdict.message, answer.message);
    for (std::size_t bytes = 1; bytes < answer.text.size(); ++bytes) {
        const Fed cut = feed(answer.text, bytes);
        EXPECT_EQ(cut.rows, whole.rows) << bytes;
        EXPECT_EQ(cut.verdict.ending, answer.ending) << bytes;
        EXPECT_EQ(cut.verdict.message, answer.message) << bytes;
        EXPECT_EQ(cut.refused, "");
    }
}

const std::string kQuota =
    R"("error":{"message":"Transaction cancelled: maximum execution time exceeded","detail":"logs {"},"status":"failure"})";
constexpr const char* kQuotaWords = "Transaction cancelled: maximum execution time exceeded";

INSTANTIATE_TEST_SUITE_P(
    RowStream,
    AnswersOfAnInstance,
    testing::Values(
        Case{"nothing", "", 0, Ending::NotJson},
        Case{"a page", "<html>Instance Hibernating page</html>", 0, Ending::NotJson},
        Case{"words", "Service Unavailable", 0, Ending::NotJson},
        Case{"an array", "[1,2,3]", 0, Ending::NotRows},
        Case{"text after the object", R"({"result":[]} x)", 0, Ending::NotJson},
        Case{"one bracket too many", R"({"result":[{"a":"1"}]}})", 1, Ending::NotJson},
        Case{"a word", R"({"result":"yes"})", 0, Ending::NotRows},
        Case{"one record", R"({"result":{"number":"INC1"}})", 0, Ending::NotRows},
        Case{"records elsewhere", R"({"other":{"result":[{"a":"1"}]}})", 0, Ending::NotRows},
        Case{"rows that are no objects", R"({"result":[1,2]})", 0, Ending::NotRows},
        Case{"a name that only ends so", R"({"x\"result":[{"a":"1"}]})", 0, Ending::NotRows},
        Case{"two results", R"({"result":[{"a":"1"}],"result":[{"b":"1"}]})", 1, Ending::NotRows},
        Case{"a row that is no JSON", R"({"result":[{"a":"1"},{"b":}]})", 1, Ending::NotJson},
        Case{"brackets crossed", R"({"result":[{"a":[1}]]})", 0, Ending::NotJson},
        Case{"no comma", R"({"result":[{"a":"1"}{"b":"2"}]})", 1, Ending::NotJson},
        Case{"a comma too many", R"({"result":[{"a":"1"},]})", 1, Ending::NotJson},
        Case{"broken off in the frame", R"({"resu)", 0, Ending::CutShort},
        Case{"broken off before the first row", R"({"result":[)", 0, Ending::CutShort},
        Case{"broken off in a row", R"({"result":[{"a":"1"},{"b":"}])", 1, Ending::CutShort},
        Case{"broken off after a row", R"({"result":[{"a":"1"})", 1, Ending::CutShort},
        Case{"broken off after the list", R"({"result":[{"a":"1"}])", 1, Ending::CutShort},
        Case{"an error instead", "{" + kQuota, 0, Ending::Failed, kQuotaWords},
        Case{"an error after the list",
             R"({"result":[{"a":"1"}],)" + kQuota,
             1,
             Ending::Failed,
             kQuotaWords},
        Case{"an error in the list",
             R"({"result":[{"a":"1"},)" + kQuota,
             1,
             Ending::Failed,
             kQuotaWords},
        Case{"an error before a list",
             R"({"error":{"message":"no"},"result":[]})",
             0,
             Ending::Failed,
             "no"},
        Case{"an error in the middle of a row",
             R"({"result":[{"a":"1"},{"b":"2","c")" + kQuota,
             1,
             Ending::Failed,
             kQuotaWords},
        Case{"no rows", R"({"result":[]})", 0, Ending::Whole},
        Case{"rows", R"({"result":[{"a":"1"},{"b":{"c":["]","\\"]}}]})", 2, Ending::Whole},
        Case{"rows with space between",
             " {\r\n\"result\" :\t[ {\"a\":\"\\\"{\"} , {} ] ,\"more\":[{}] } ",
             2,
             Ending::Whole}),
    [](const auto& each) {
        std::string name;
        for (const char* c = each.param.what; *c != '\0'; ++c)
            name += *c == ' ' ? '_' : *c;
        return name;
    });

TEST(RowStream, GivesEachRowAsItWasWritten) {
    const Fed fed = feed(R"({"result":[{"a": "1"} ,{"b":"\u00e4","n":12345678901234567890}]})", 7);
    EXPECT_EQ(
        fed.rows,
        (std::vector<std::string>{R"({"a": "1"})", R"({"b":"\u00e4","n":12345678901234567890})"}));
}

TEST(RowStream, GivesARowBeforeTheNextOneComes) {
    std::size_t rows = 0;
    RowStream stream([&rows](std::string_view) -> base::Result<base::Done> {
        ++rows;
        return base::Done{};
    });
    ASSERT_TRUE(stream.take(R"({"result":[{"a":"1"},{"b":)").ok());
    EXPECT_EQ(rows, 1U);
    EXPECT_EQ(stream.rows(), 1U);
}

TEST(RowStream, StopsWhereItsTakerStops) {
    RowStream stream(
        [](std::string_view) -> base::Result<base::Done> { return base::Error{"enough"}; });
    const auto taken = stream.take(R"({"result":[{"a":"1"},{"b":"2"}]})");
    ASSERT_FALSE(taken.ok());
    EXPECT_EQ(taken.error().what, "enough");
    EXPECT_EQ(stream.rows(), 1U);
}

TEST(RowStream, RefusesWhatGoesPastABound) {
    const RowStream::Bounds tight{.row_bytes_max = 9, .frame_bytes_max = 16, .depth_max = 2};
    for (const std::size_t chunk : {std::size_t{1}, std::size_t{5}, std::size_t{100}}) {
        EXPECT_EQ(feed(R"({"result":[{"a":"12"}]})", chunk, tight).rows.size(), 0U);
        EXPECT_NE(feed(R"({"result":[{"a":"123"}]})", chunk, tight).refused, "") << chunk;
        EXPECT_EQ(feed(R"({"result":[{"a":"1"}]})", chunk, tight).refused, "") << chunk;
        EXPECT_NE(feed(R"({"result":[{"":[[]]}]})", chunk, tight).refused, "") << chunk;
        EXPECT_NE(feed(R"({"result":[],"a":"x"})", chunk, tight).refused, "") << chunk;
    }
}

}  // namespace
}  // namespace toolhost::servicenow
