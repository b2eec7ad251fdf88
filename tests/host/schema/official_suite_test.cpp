#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "schema/schema.hpp"

// The official JSON-Schema-Test-Suite, found by TOOLHOST_JSON_SCHEMA_SUITE. Its required tests must
// pass; of the optional ones those that do not are listed.
namespace toolhost::schema {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::string contentOf(const fs::path& file) {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// The documents that the suite has standing at http://localhost:1234/.
DocumentSource remotesOf(const fs::path& suite) {
    return [suite](std::string_view uri) -> std::optional<std::string> {
        constexpr std::string_view kServer = "http://localhost:1234/";
        if (uri.substr(0, kServer.size()) != kServer) return std::nullopt;
        const fs::path file = suite / "remotes" / uri.substr(kServer.size());
        if (!fs::is_regular_file(file)) return std::nullopt;
        return contentOf(file);
    };
}

struct Outcome {
    std::size_t passed = 0;
    std::vector<std::string> failed;
};

void play(const json& test_case, const std::string& where, const Options& options, Outcome& out) {
    const auto schema = Schema::compile(test_case.at("schema"), options);
    for (const auto& test : test_case.at("tests")) {
        const std::string name = where + ": " + test.at("description").get<std::string>();
        if (!schema) {
            out.failed.push_back(name + " (" + schema.error().what + ")");
            continue;
        }
        const auto violations = schema.value().check(test.at("data"));
        EXPECT_EQ(describe(schema.value().checkText(test.at("data").dump())), describe(violations))
            << name;
        if (violations.empty() == test.at("valid").get<bool>()) {
            ++out.passed;
        } else {
            out.failed.push_back(name + " (" +
                                 (violations.empty() ? "accepted" : describe(violations)) + ")");
        }
    }
}

Outcome playFile(const fs::path& file, const Options& options) {
    Outcome outcome;
    const json cases = json::parse(contentOf(file), nullptr, false);
    if (!cases.is_array()) {
        outcome.failed.push_back(file.filename().string() + ": not read (a number out of range?)");
        return outcome;
    }
    for (const auto& test_case : cases) {
        const auto name =
            file.filename().string() + ": " + test_case.at("description").get<std::string>();
        play(test_case, name, options, outcome);
    }
    return outcome;
}

std::vector<fs::path> filesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

class OfficialSuite : public testing::Test {
protected:
    void SetUp() override {
        const char* const folder = std::getenv("TOOLHOST_JSON_SCHEMA_SUITE");  // NOLINT: one thread
        if (folder == nullptr)
            GTEST_SKIP() << "THE OFFICIAL SUITE IS NOT RUN: set TOOLHOST_JSON_SCHEMA_SUITE to a "
                            "checkout of JSON-Schema-Test-Suite";
        suite_ = folder;
        options_.documents = remotesOf(suite_);
    }
    [[nodiscard]] fs::path tests() const { return suite_ / "tests" / "draft2020-12"; }

    fs::path suite_;
    Options options_;
};

TEST_F(OfficialSuite, PassesEveryRequiredTest) {
    std::size_t passed = 0;
    for (const auto& file : filesIn(tests())) {
        const Outcome outcome = playFile(file, options_);
        passed += outcome.passed;
        for (const auto& failure : outcome.failed)
            ADD_FAILURE() << failure;
    }
    std::cout << passed << " required tests passed\n";
    EXPECT_GT(passed, 1000U) << "the folder does not hold the whole suite";
}

TEST_F(OfficialSuite, ListsTheOptionalTestsThatFail) {
    Options asserting = options_;
    asserting.formats = Formats::Assert;
    std::size_t passed = 0;
    std::vector<std::string> failed;
    const auto take = [&](const Outcome& outcome) {
        passed += outcome.passed;
        failed.insert(failed.end(), outcome.failed.begin(), outcome.failed.end());
    };
    for (const auto& file : filesIn(tests() / "optional"))
        take(playFile(file, options_));
    for (const auto& file : filesIn(tests() / "optional" / "format"))
        take(playFile(file, asserting));
    std::cout << passed << " optional tests passed, " << failed.size() << " did not:\n";
    for (const auto& failure : failed)
        std::cout << "  " << failure << '\n';
    EXPECT_GT(passed, failed.size());
}

}  // namespace
}  // namespace toolhost::schema
