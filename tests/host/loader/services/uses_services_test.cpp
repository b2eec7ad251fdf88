// Each service through the ABI, from a plugin in this process and from one in a process of its own.
#include <future>

#include <gtest/gtest.h>

#include "boundary/plugin.hpp"
#include "crypto/signing_key.hpp"
#include "loader/host_services.hpp"
#include "loader/start.hpp"

#include "loopback_server.hpp"
#include "plugin_directory.hpp"
#include "service_house.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

const std::string kTraceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

/// The plugin uses_services, and what it says when it is called.
class UsesServices : public testing::TestWithParam<Isolation> {
protected:
    GrantSettings& grants() { return plugins_.settings.plugins["uses_services"].grants; }
    std::map<std::string, std::string>& config() {
        return plugins_.settings.plugins["uses_services"].config;
    }

    void load() {
        plugins_.shared = &house_.shared();
        loaded_ = plugins_.load().value();
    }

    std::future<tools::Answer> start(const std::string& tool, const json& arguments) {
        if (!loaded_.catalogue) load();
        const auto answered = std::make_shared<std::promise<tools::Answer>>();
        auto answer = answered->get_future();
        auto principal = std::make_shared<identity::Principal>();
        principal->subject = "abel.tuter";
        tools::Invocation invocation{.principal = principal,
                                     .arguments = arguments.dump(),
                                     .id = "01TEST",
                                     .deadline = std::chrono::steady_clock::now() + 10s,
                                     .cancelled = stop_.get_token()};
        invocation.particulars.trace = kTraceparent;
        loaded_.catalogue->tools().find(tool)->run(
            invocation, [answered](tools::Answer told) { answered->set_value(std::move(told)); });
        return answer;
    }

    std::string call(const std::string& tool, const json& arguments = json::object()) {
        return textOf(start(tool, arguments).get());
    }

    json ask(const std::string& service, const json& request, const std::string& tool = "asks") {
        return json::parse(call(tool, {{"service", service}, {"request", request}}));
    }

    bool has(const std::string& id) { return call("has", {{"id", id}}) == "yes"; }

    static std::string textOf(const tools::Answer& answer) {
        if (const auto* fault = std::get_if<tools::Fault>(&answer)) return fault->message;
        return std::get<tools::Reply>(answer).content[0].value("text", "");
    }

    ServiceHouse house_;
    PluginDirectory plugins_{{"uses_services.so"}, GetParam()};
    Loaded loaded_;
    std::stop_source stop_;
};

INSTANTIATE_TEST_SUITE_P(Modes,
                         UsesServices,
                         testing::Values(Isolation::InProcess, Isolation::Process),
                         [](const auto& mode) {
                             return mode.param == Isolation::InProcess ? "InProcess" : "InAProcess";
                         });

TEST_P(UsesServices, LacksWhatItWasDeniedAndThatIsRecordedOnce) {
    grants().denied = {"store"};
    EXPECT_FALSE(has(TOOLHOST_STORE_SERVICE));
    EXPECT_FALSE(has(TOOLHOST_STORE_SERVICE));
    EXPECT_TRUE(has(TOOLHOST_CRYPTO_SERVICE));
    EXPECT_EQ(ask(TOOLHOST_STORE_SERVICE, {{"op", "scan"}})["json"]["error"]["kind"], "refused");
    const auto records = house_.recorded("plugin.grant_refused");
    ASSERT_EQ(records.size(), 1U);
    for (const char* part : {TOOLHOST_STORE_SERVICE, "test.uses-services", "denied"}) {
        EXPECT_NE(records[0].find(part), std::string::npos) << part << " in " << records[0];
    }
}

TEST_P(UsesServices, IsRecordedForNothingThatItDoesNotAskFor) {
    EXPECT_FALSE(has("toolhost.coffee/1"));
    EXPECT_TRUE(house_.recorded("plugin.grant_refused").empty());
}

TEST_P(UsesServices, IsToldWhatItAskedWrongly) {
    const json told = ask(TOOLHOST_STORE_SERVICE, {{"op", "put"}, {"kee", "k"}});
    EXPECT_EQ(told["status"], TOOLHOST_E_ARGUMENT);
    EXPECT_EQ(told["json"]["error"]["kind"], "argument");
}

TEST_P(UsesServices, KeepsValues) {
    EXPECT_EQ(json::parse(call("keeps")),
              (json{{"grows", true},
                    {"conflict", "conflict"},
                    {"value", {{"text", "bread"}}},
                    {"bytes", 2},
                    {"first", "notes/1"},
                    {"next", "AAE="},
                    {"gone", true},
                    {"removed", true},
                    {"removed_again", false}}));
}

TEST_P(UsesServices, KeepsValuesForItselfWithoutACall) {
    EXPECT_EQ(ask(TOOLHOST_STORE_SERVICE,
                  {{"op", "put"}, {"key", "k"}, {"value", 1}},
                  "asks_alone")["status"],
              TOOLHOST_OK);
    EXPECT_EQ(ask(TOOLHOST_STORE_SERVICE, {{"op", "get"}, {"key", "k"}})["json"]["value"], 1);
    EXPECT_FALSE(house_.shared().values().find("uses_services", "k").value());
    EXPECT_TRUE(house_.shared().values().find("test.uses-services", "k").value());
}

TEST_P(UsesServices, HasADatabaseOfItsOwn) {
    EXPECT_EQ(json::parse(call("tabulates")),
              (json{{"version", 1},
                    {"changes", 1},
                    {"again", "constraint"},
                    {"denied", "denied"},
                    {"columns", {"id", "text"}},
                    {"row", {1, "milk"}}}));
}

TEST_P(UsesServices, HasTokensSignedAndChecked) {
    const auto private_file = house_.directory() / "signing.pem";
    const auto key = crypto::SigningKey::generate(crypto::Algorithm::Ed25519).value();
    ASSERT_TRUE(key.save(private_file).ok());
    tests::LoopbackServer issuer([&key](const tests::SeenRequest&) {
        return std::optional(
            tests::answer(200, R"({"keys":[)" + key.verifyingKey().publicJwk() + "]}"));
    });
    auto& profile = grants().jwt["own"];
    profile.issuer = "https://us";
    profile.audience = "us";
    profile.jwks_url = issuer.url();
    profile.signing_key_file = private_file;
    EXPECT_EQ(json::parse(call("vouches")),
              (json{{"sub", "abel"}, {"broken", "token"}, {"other", "not_granted"}}));
}

TEST_P(UsesServices, HasCryptoSecretsAuditTraceAndMetrics) {
    grants().secrets["api_key"].value = base::Secret("s3cr3t-value");
    const json seen = json::parse(call("wraps"));
    const std::string trace = seen.value("trace", "");
    EXPECT_EQ(trace.substr(0, 36), kTraceparent.substr(0, 36));
    EXPECT_NE(trace, kTraceparent);
    json rest = seen;
    rest.erase("trace");
    EXPECT_EQ(rest,
              (json{{"random", 16},
                    {"opened", "a secret"},
                    {"sealed", "sealed"},
                    {"digest", 32},
                    {"same_code", true},
                    {"other_code", true},
                    {"names", {"api_key"}},
                    {"secret", 12},
                    {"no_secret", "not_granted"},
                    {"metrics", true}}));
}

TEST_P(UsesServices, IsOnRecordWithTheCallAndItsUser) {
    grants().secrets["api_key"].value = base::Secret("s3cr3t-value");
    call("wraps");
    for (const char* type : {"plugin.secret_read", "plugin.test.uses-services.note.written"}) {
        const auto records = house_.recorded(type);
        ASSERT_EQ(records.size(), 1U) << type;
        EXPECT_NE(records[0].find("abel.tuter"), std::string::npos) << records[0];
        EXPECT_NE(records[0].find("01TEST"), std::string::npos) << records[0];
    }
    EXPECT_EQ(plugins_.log().find("s3cr3t"), std::string::npos);
}

TEST_P(UsesServices, SendsRequestsWithATokenItNeverSees) {
    tests::LoopbackServer server([](const tests::SeenRequest& seen) {
        return std::optional(
            seen.target == "/token"
                ? tests::answer(200, R"({"access_token":"t0k3n","token_type":"bearer"})")
                : tests::answer(200, "got " + seen.body));
    });
    EXPECT_EQ(call("fetches", {{"url", server.url()}}), "refused");
    loaded_ = {};
    grants().http_hosts = {server.url()};
    auto& token = grants().oauth["crm"];
    token.token_url = server.url() + "/token";
    token.client_id = "c";
    EXPECT_EQ(call("fetches", {{"url", server.url() + "/x"}, {"oauth", "crm"}}), "200 got a body");
    EXPECT_EQ(server.requests().back().header("Authorization"), "Bearer t0k3n");
    EXPECT_EQ(server.requests().back().header("X-Mine"), "yes");
    EXPECT_EQ(call("fetches", {{"url", "https://example.com/"}}), "not_granted");
}

TEST_P(UsesServices, StopsARequestWhenNobodyWaitsForTheCall) {
    tests::LoopbackServer server([](const tests::SeenRequest&) { return std::nullopt; });
    grants().http_hosts = {server.url()};
    auto answer = start("fetches", {{"url", server.url()}});
    ASSERT_TRUE(server.waitForRequests(1));
    stop_.request_stop();
    EXPECT_EQ(textOf(answer.get()), "cancelled");
    EXPECT_TRUE(server.waitForHangUps(1));
}

TEST_P(UsesServices, TellsNumbersUnderItsOwnName) {
    call("measures", {{"kind", TOOLHOST_METRIC_GAUGE}, {"name", "tiny"}, {"value", 1.5e-9}});
    call("measures",
         {{"kind", TOOLHOST_METRIC_COUNT},
          {"name", "notes_total"},
          {"labels", R"({"of":"a"})"},
          {"value", 2}});
    // An answered question came after the numbers on the same connection.
    ask(TOOLHOST_TRACE_SERVICE, {{"op", "child"}});
    const std::string text = house_.metrics.text();
    EXPECT_NE(text.find("plugin_test_uses_services_tiny 1.5e-09\n"), std::string::npos) << text;
    EXPECT_NE(text.find("plugin_test_uses_services_notes_total{of=\"a\"} 2\n"), std::string::npos)
        << text;
}

TEST_P(UsesServices, RaisesEvents) {
    EXPECT_EQ(call("raises"), "raised");
    ask(TOOLHOST_TRACE_SERVICE, {{"op", "child"}});
    const auto events = house_.events.take();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0].plugin_id, "test.uses-services");
    EXPECT_EQ(events[0].event, TOOLHOST_EVENT_LIST_CHANGED);
    EXPECT_EQ(events[1].event, TOOLHOST_EVENT_RESOURCE_UPDATED);
    EXPECT_EQ(events[1].subject, "note://1");
}

TEST_P(UsesServices, AnswersFromATask) {
    EXPECT_EQ(call("defers"), "from a task");
}

TEST_P(UsesServices, LosesItsWaitingTasksWhenItEnds) {
    plugins_.shared = &house_.shared();
    PluginSettings settings;
    settings.isolation = GetParam();
    settings.config["waits"] = "yes";
    const PluginFile file{
        plugins_.path() / "uses_services.so", "uses_services", "", settings, "test.uses-services"};
    const auto plugin =
        startPlugin(file, {ShippedPlugins(), WORKER_PROGRAM}, plugins_.rooms()).value();
    EXPECT_EQ(plugins_.log().find("a task was dropped"), std::string::npos);
    ASSERT_TRUE(plugin->quiesce().ok());
    EXPECT_NE(plugins_.log().find("a task was dropped"), std::string::npos);
}

}  // namespace
}  // namespace toolhost::loader
