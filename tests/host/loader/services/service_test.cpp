#include "loader/services/service.hpp"

#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using Type = Member::Type;

/// Tells what it was asked.
class Echo final : public Service {
public:
    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    const Operations operations_{
        {"tell",
         {{"text", Type::Text, Member::Presence::Required},
          {"whole", Type::Whole},
          {"number", Type::Number},
          {"flag", Type::Flag},
          {"list", Type::List},
          {"object", Type::Object},
          {"any", Type::Any}},
         [](const Question& question) { question.answer(question.json(), question.bytes()); }},
        {"refuse", {}, [](const Question& question) {
             question.refuse({TOOLHOST_E_LIMIT, "kind", "message \xff"});
         }}};
};

struct Refused {
    const char* said;
    std::string request;
    const char* why;
};

class RefusedRequests : public testing::TestWithParam<Refused> {};

TEST_P(RefusedRequests, AreAnsweredSo) {
    Echo echo;
    const Told told = askService(echo, GetParam().request);
    EXPECT_EQ(told.status, TOOLHOST_E_ARGUMENT);
    EXPECT_EQ(told.kind(), "argument");
    const std::string message = told.json["error"]["message"];
    EXPECT_NE(message.find(GetParam().why), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RefusedRequests,
    testing::Values(
        Refused{"no_json", "{", "JSON object"},
        Refused{"no_utf8", "{\"op\":\"\xff\"}", "JSON object"},
        Refused{"list", "[]", "JSON object"},
        Refused{"too_deep", std::string(2'000, '['), "JSON object"},
        Refused{"no_op", "{}", "op is one of tell, refuse"},
        Refused{"other_op", R"({"op":"say"})", "op is one of tell, refuse"},
        Refused{"op_no_text", R"({"op":1})", "op is one of"},
        Refused{"missing", R"({"op":"tell"})", "tell: text is missing"},
        Refused{"misspelt", R"({"op":"tell","text":"","wole":1})", "did you mean 'whole'"},
        Refused{"no_text", R"({"op":"tell","text":1})", "text is a text"},
        Refused{"no_whole", R"({"op":"tell","text":"","whole":1.5})", "whole is a whole number"},
        Refused{"beyond",
                R"({"op":"tell","text":"","whole":9223372036854775808})",
                "whole is a whole number"},
        Refused{"no_number", R"({"op":"tell","text":"","number":"1"})", "number is a number"},
        Refused{"no_flag", R"({"op":"tell","text":"","flag":1})", "flag is true or false"},
        Refused{"no_list", R"({"op":"tell","text":"","list":{}})", "list is a list"},
        Refused{"no_object", R"({"op":"tell","text":"","object":[]})", "object is an object"}),
    [](const auto& test) { return test.param.said; });

TEST(Operations, RefuseWhatIsTooLarge) {
    Echo echo;
    const std::string large(std::size_t{4} << 20, 'x');
    EXPECT_EQ(askService(echo, nlohmann::json{{"op", "tell"}, {"text", large}}).kind(),
              "too_large");
}

TEST(Operations, PerformWhatTheyKnow) {
    Echo echo;
    const nlohmann::json request = {{"op", "tell"}, {"text", "a"}, {"whole", -1}, {"any", nullptr}};
    const Told told = askService(echo, request, "beside");
    EXPECT_EQ(told.status, TOOLHOST_OK);
    EXPECT_EQ(told.json, request);
    EXPECT_EQ(told.bytes, "beside");
}

TEST(Operations, TellRefusalsInUtf8) {
    Echo echo;
    const Told told = askService(echo, nlohmann::json{{"op", "refuse"}});
    EXPECT_EQ(told.status, TOOLHOST_E_LIMIT);
    EXPECT_EQ(told.json["error"]["message"], "message \xef\xbf\xbd");
}

}  // namespace
}  // namespace toolhost::loader
