#include "simulator/faults/faults.hpp"

#include <filesystem>
#include <fstream>

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

constexpr auto kList = "/api/now/table/incident?sysparm_limit=3&sysparm_fields=number";

class PlannedFaults : public InstanceFixture {
protected:
    PlannedFaults() {
        auto settings = smallInstance();
        settings.admin_paths = AdminPaths::Open;
        restart(settings);
    }

    void plan(const std::string& fault) {
        auto request = requestTo("POST", "/__sim/faults");
        request.body = fault;
        EXPECT_EQ(sendRequest(request).status, 200) << fault;
    }

    /// The answer to a list while that fault is planned for it alone.
    Reply listUnder(const std::string& fault) {
        plan(fault);
        auto reply = get(kList);
        sendRequest(requestTo("DELETE", "/__sim/faults"));
        return reply;
    }
};

TEST_F(PlannedFaults, AnswerAsThePlatformDoesInTrouble) {
    struct Case {
        const char* fault;
        int status;
        const char* content_type;
        const char* words;
    };
    constexpr auto kJson = "application/json;charset=UTF-8";
    constexpr auto kHtml = "text/html;charset=UTF-8";
    const Case cases[] = {
        {R"({"kind":"hibernating"})", 200, kHtml, "Instance Hibernating page"},
        {R"({"hibernating":true})", 200, kHtml, "Instance Hibernating page"},
        {R"({"kind":"transaction_cancelled"})", 500, kJson, "maximum execution time exceeded"},
        {R"({"kind":"rate_limited"})", 429, kJson, "Rate limit of 100 requests per hour"},
        {R"({"kind":"unauthorized"})", 401, kJson, "User Not Authenticated"},
        {R"({"kind":"bad_gateway"})", 502, kHtml, "502 Bad Gateway"},
        {R"({"kind":"unavailable"})", 503, kHtml, "503 Service Unavailable"},
        {R"({"status":418,"body":"tea","content_type":"text/plain"})", 418, "text/plain", "tea"},
    };
    for (const auto& [fault, status, content_type, words] : cases) {
        const auto reply = listUnder(fault);
        EXPECT_EQ(reply.status, status) << fault;
        EXPECT_EQ(reply.content_type, content_type) << fault;
        EXPECT_NE(reply.body.find(words), std::string::npos) << fault << reply.body;
    }
    EXPECT_EQ(header(listUnder(R"({"kind":"rate_limited","headers":{"Retry-After":"7"}})"),
                     "Retry-After"),
              "7");
}

TEST_F(PlannedFaults, EndTheBodyEarly) {
    const auto reply = listUnder(R"({"kind":"partial_json","bytes":30})");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.body.size(), 30U);
    EXPECT_TRUE(bodyOf(reply).is_discarded());
}

TEST_F(PlannedFaults, PutAnErrorIntoASuccess) {
    const auto inside = listUnder(R"({"kind":"error_in_200","rows":2})");
    EXPECT_EQ(inside.status, 200);
    EXPECT_EQ(bodyOf(inside).at("result").size(), 2U);
    EXPECT_EQ(bodyOf(inside).at("status"), "failure");
    EXPECT_NE(complaint(inside).find("maximum execution time"), std::string::npos);
    const auto broken = listUnder(R"({"kind":"error_breaks_200"})");
    EXPECT_EQ(broken.status, 200);
    EXPECT_TRUE(bodyOf(broken).is_discarded());
    EXPECT_NE(broken.body.find(R"(,"error":{)"), std::string::npos);
}

TEST_F(PlannedFaults, FailAfterTheWriteIsDone) {
    plan(R"({"kind":"fail_after_commit","count":1,"method":"POST"})");
    const auto reply =
        send("POST", "/api/now/table/incident", "beth.anglin", R"({"correlation_id":"committed"})");
    EXPECT_EQ(reply.status, 500);
    EXPECT_EQ(count("incident", "correlation_id=committed"), 1);
}

TEST_F(PlannedFaults, RefuseTokensOnly) {
    plan(R"({"kind":"token_refused"})");
    EXPECT_EQ(get(kList).status, 200);
    const auto reply = sendRequest(requestTo("POST", "/oauth_token.do"));
    EXPECT_EQ(reply.status, 401);
    EXPECT_EQ(reply.body, R"({"error":"server_error","error_description":"access_denied"})");
}

TEST_F(PlannedFaults, HitWhomTheyAreMeantFor) {
    plan(R"({"status":503,"user":"fred.luddy","skip":1,"count":1,"method":"GET"})");
    EXPECT_EQ(get(kList).status, 200) << "another user";
    EXPECT_EQ(get(kList, "fred.luddy").status, 200) << "the first one passes";
    EXPECT_EQ(get(kList, "fred.luddy").status, 503);
    EXPECT_EQ(get(kList, "fred.luddy").status, 200);
}

/// An instance whose faults stand in a file.
class FaultFile : public InstanceFixture {
protected:
    FaultFile()
        : file_(std::filesystem::path(testing::TempDir()) /
                (std::string("faults_") +
                 testing::UnitTest::GetInstance()->current_test_info()->name() + ".json")) {}
    ~FaultFile() override { std::filesystem::remove(file_); }

    /// Writes the file with a time of its own, however soon after the last.
    void write(const std::string& text) {
        std::ofstream(file_) << text;
        std::filesystem::last_write_time(
            file_, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(++writes_));
    }

    void start() {
        auto settings = smallInstance();
        settings.faults_file = file_;
        restart(settings);
    }

    std::filesystem::path file_;
    int writes_ = 0;
};

TEST_F(FaultFile, IsRefusedAtTheStartWhenItCannotBeRead) {
    EXPECT_THROW(start(), std::runtime_error);
    for (const auto* text : {"", "[]", R"({"faults":[{"kind":"nosuch"}]})", R"({"faults":5})"}) {
        write(text);
        EXPECT_THROW(start(), std::runtime_error) << text;
    }
}

TEST_F(FaultFile, IsFollowedWhileTheInstanceRuns) {
    write(R"({"faults":[{"kind":"unavailable"}]})");
    start();
    EXPECT_EQ(get(kList).status, 503);
    write(R"({"faults":[],"clock_skew_seconds":60})");
    const auto reply = get(kList);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(header(reply, "Date"), "Wed, 01 Jul 2026 00:01:00 GMT");
    write(R"({"faults":[{"status":418}]})");
    EXPECT_EQ(get(kList).status, 418);
    write("half a fi");
    EXPECT_EQ(get(kList).status, 418) << "what cannot be read changes nothing";
    EXPECT_NE(log_text_.str().find("sim.faults.unreadable"), std::string::npos);
}

}  // namespace
}  // namespace toolhost::sim
