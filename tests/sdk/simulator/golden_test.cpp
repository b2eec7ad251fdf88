// Requests and the shapes of their answers as they are documented or were seen on the wire, one
// file for each part of the interface; golden/README.md says how they are written.
#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <vector>

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

struct GoldenCase {
    std::string file;
    json content;
};

void PrintTo(const GoldenCase& golden, std::ostream* out) {
    *out << golden.file << ": " << golden.content.at("name");
}

std::vector<GoldenCase> goldenCases() {
    std::vector<GoldenCase> cases;
    for (const auto& entry : std::filesystem::directory_iterator(GOLDEN_DIRECTORY)) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream in(entry.path());
        const auto file = json::parse(in);
        for (const auto& content : file.at("cases"))
            cases.push_back({entry.path().stem(), content});
    }
    std::sort(cases.begin(), cases.end(), [](const auto& a, const auto& b) {
        return a.file != b.file ? a.file < b.file : a.content.at("name") < b.content.at("name");
    });
    return cases;
}

/// "" when the value is as expected, else where it is not.
std::string difference(const json& expected, const json& actual, const std::string& at);

std::string textDifference(const std::string& expected, const json& actual, const std::string& at) {
    if (expected == "~#") return actual.is_number_integer() ? "" : at + " is no whole number";
    const bool pattern = expected.starts_with('~');
    const bool fits =
        actual.is_string() &&
        (pattern ? std::regex_match(actual.get<std::string>(), std::regex(expected.substr(1)))
                 : actual == expected);
    return fits ? "" : at + ": " + actual.dump() + " is not " + expected;
}

std::string objectDifference(const json& expected, const json& actual, const std::string& at) {
    if (!actual.is_object()) return at + " is no object: " + actual.dump();
    for (const auto& [key, value] : expected.items()) {
        if (key == "...") continue;
        if (!actual.contains(key)) return at + "." + key + " is missing";
        if (auto found = difference(value, actual.at(key), at + "." + key); !found.empty())
            return found;
    }
    const bool open = expected.contains("...");
    if (!open && expected.size() != actual.size()) return at + " has more: " + actual.dump();
    return {};
}

std::string arrayDifference(const json& expected, const json& actual, const std::string& at) {
    if (!actual.is_array() || actual.size() != expected.size()) {
        return at + " is no list of " + std::to_string(expected.size()) + ": " + actual.dump();
    }
    for (std::size_t n = 0; n < expected.size(); ++n) {
        auto found = difference(expected.at(n), actual.at(n), at + "[" + std::to_string(n) + "]");
        if (!found.empty()) return found;
    }
    return {};
}

std::string difference(const json& expected, const json& actual, const std::string& at) {
    if (expected.is_string()) return textDifference(expected.get<std::string>(), actual, at);
    if (expected.is_object()) return objectDifference(expected, actual, at);
    if (expected.is_array()) return arrayDifference(expected, actual, at);
    return expected == actual ? "" : at + ": " + actual.dump() + " is not " + expected.dump();
}

class Golden : public InstanceFixture, public testing::WithParamInterface<GoldenCase> {
protected:
    Golden() {
        auto settings = smallInstance();
        settings.clients = {{"web", "secret", {}, "toolhost.integration"}};
        settings.properties["glide.oauth.inbound.client.credential.grant_type.enabled"] = "true";
        settings.properties["toolhost_sim.rate_limit.commit_seconds"] = "0";
        settings.admin_paths = AdminPaths::Open;
        restart(settings);
    }

    /// Puts what earlier answers gave where `{0}`, `{1}`, ... and `{refresh_token}` stand.
    json filled(const json& source) const {
        auto text = source.dump();
        for (const auto& [name, value] : given_) {
            const auto mark = "{" + name + "}";
            for (auto at = text.find(mark); at != text.npos; at = text.find(mark, at)) {
                text.replace(at, mark.size(), value);
            }
        }
        return json::parse(text);
    }

    /// Keeps the sys_id of a record, or of the first of a list, under the answer's number.
    void keep(const Reply& reply) {
        const auto body = bodyOf(reply);
        if (!body.is_object()) return;
        auto result = body.value("result", json());
        if (result.is_array() && !result.empty()) result = json(result.front());
        if (result.is_object()) given_[std::to_string(asked_)] = result.value("sys_id", "");
        if (body.contains("refresh_token")) given_["refresh_token"] = body.at("refresh_token");
        ++asked_;
    }

    Reply ask(const json& as_written) {
        const auto source = filled(as_written);
        auto request = requestTo(source.value("method", "GET"), source.at("target"));
        const auto user = source.value("user", "beth.anglin");
        if (!user.empty()) request.authorization = basicOf(user);
        if (source.contains("authorization")) request.authorization = source.at("authorization");
        request.wants_no_body = source.value("wants_no_body", false);
        const auto body = source.value("body", json());
        request.body = body.is_string() ? body.get<std::string>()
                       : body.is_null() ? ""
                                        : body.dump();
        request.content_type =
            source.value("content_type", body.is_null() ? "" : "application/json");
        request.accept = source.value("accept", "");
        return sendRequest(request);
    }

    std::map<std::string, std::string> given_;
    int asked_ = 0;
};

TEST_P(Golden, AnswersInTheShapeThatWasSeen) {
    const auto& content = GetParam().content;
    for (const auto& before : content.value("before", json::array())) {
        const auto reply = ask(before);
        ASSERT_LT(reply.status, 300) << before << reply.body;
        keep(reply);
    }
    const auto reply = ask(content.at("request"));
    EXPECT_EQ(reply.status, content.at("status")) << reply.body;
    const auto headers = content.value("headers", json::object());
    for (const auto& [name, value] : headers.items())
        EXPECT_EQ(difference(value, header(reply, name), name), "");
    EXPECT_EQ(reply.content_type, content.value("content_type", "application/json;charset=UTF-8"));
    if (content.contains("body")) {
        EXPECT_EQ(difference(content.at("body"), bodyOf(reply), "body"), "");
    }
    if (content.contains("text")) {
        EXPECT_EQ(difference(content.at("text"), reply.body, "text"), "");
    }
}

std::string nameOf(const testing::TestParamInfo<GoldenCase>& golden) {
    auto name = golden.param.file + "_" + golden.param.content.at("name").get<std::string>();
    for (auto& c : name)
        c = std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
    return name;
}

INSTANTIATE_TEST_SUITE_P(Shapes, Golden, testing::ValuesIn(goldenCases()), nameOf);

}  // namespace
}  // namespace toolhost::sim
