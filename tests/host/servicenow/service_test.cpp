#include "servicenow/service.hpp"

#include <atomic>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using tests::answer;
using tests::SeenRequest;

json queryIncidents() {
    return {{"op", "query"}, {"table", "incident"}};
}

std::string createError(const Settings& settings) {
    base::SystemClock clock;
    std::ostringstream written;
    base::Log log(written, base::LogLevel::Debug);
    outbound::Client client({}, clock, log);
    const auto service = Service::create(settings, {client, clock, log});
    return service ? "" : service.error().what;
}

Settings only(InstanceSettings instance) {
    return {{{"dev", std::move(instance)}}, ""};
}

TEST(ServiceSettings, AreRefusedInWords) {
    struct Case {
        const char* says;
        std::function<void(InstanceSettings&)> spoil;
    };
    const std::vector<Case> cases = {
        {"https://", [](auto& dev) { dev.url = "http://dev.service-now.com"; }},
        {"https://", [](auto& dev) { dev.url = "ftp://127.0.0.1"; }},
        {"absolute", [](auto& dev) { dev.url = "dev.service-now.com"; }},
        {"host only", [](auto& dev) { dev.url = "https://dev.service-now.com/now"; }},
        {"host only", [](auto& dev) { dev.url = "https://u:p@dev.service-now.com"; }},
        {"client_id", [](auto& dev) { dev.client_id.clear(); }},
        {"key_id", [](auto& dev) { dev.key_id.clear(); }},
        {"key_file", [](auto& dev) { dev.key_file.clear(); }},
        {"/no/such/key", [](auto& dev) { dev.key_file = "/no/such/key"; }},
        {"in_flight_max", [](auto& dev) { dev.in_flight_max = 0; }},
        {"user_name", [](auto& dev) { dev.grant = Grant::Basic; }},
        {"password", [](auto& dev) { dev.grant = Grant::Basic, dev.user_name = "beth.anglin"; }}};
    for (const auto& refused : cases) {
        InstanceSettings dev = jwtInstance("https://dev.service-now.com");
        refused.spoil(dev);
        const std::string error = createError(only(dev));
        EXPECT_NE(error.find(refused.says), std::string::npos) << refused.says << ": " << error;
        EXPECT_NE(error.find("\"dev\""), std::string::npos) << error;
    }
    EXPECT_EQ(createError(only(jwtInstance("https://dev.service-now.com/"))), "");
}

TEST(ServiceSettings, RefuseADefaultThatIsNotThere) {
    Settings settings = only(jwtInstance("https://dev.service-now.com"));
    settings.default_instance = "deb";
    EXPECT_NE(createError(settings).find("did you mean 'dev'"), std::string::npos);
}

TEST(Service, RefusesACallerWithoutAUser) {
    FakeInstance instance;
    Desk desk(instance.url());
    const json reply = desk.ask("", queryIncidents());
    EXPECT_EQ(kindOf(reply), "no_identity");
    EXPECT_NE(reply["error"]["hint"].get<std::string>().find("--acts-as"), std::string::npos);
    EXPECT_TRUE(instance.server().requests().empty());
}

TEST(Service, RefusesARequestThatIsNone) {
    FakeInstance instance;
    Desk desk(instance.url());
    for (const char* text : {"", "[]", "7", "{", "{\"op\":\"query\""}) {
        std::promise<std::string> reply;
        identity::Principal principal;
        principal.user = "beth.anglin";
        desk.service().perform({principal, text, desk.now() + 10s, {}},
                               [&](std::string said) { reply.set_value(std::move(said)); });
        EXPECT_EQ(kindOf(json::parse(reply.get_future().get())), "invalid_request") << text;
    }
}

TEST(Service, RefusesRequestsThatDoNotFit) {
    FakeInstance instance;
    Desk desk(instance.url());
    const json id = std::string(32, 'a');
    const std::vector<std::pair<json, const char*>> cases = {
        {{{"op", "qurey"}}, "did you mean 'query'"},
        {{{"table", "incident"}}, "'op'"},
        {{{"op", "query"}}, "'table' is missing"},
        {{{"op", "query"}, {"table", "../x"}}, "table's name"},
        {{{"op", "query"}, {"table", 7}}, "'table' must be a text"},
        {{{"op", "query"}, {"table", "incident"}, {"limits", 5}}, "did you mean 'limit'"},
        {{{"op", "query"}, {"table", "incident"}, {"limit", 0}}, "'limit'"},
        {{{"op", "query"}, {"table", "incident"}, {"limit", 10001}}, "'limit'"},
        {{{"op", "query"}, {"table", "incident"}, {"limit", 1.5}}, "'limit'"},
        {{{"op", "query"}, {"table", "incident"}, {"offset", -1}}, "'offset'"},
        {{{"op", "query"}, {"table", "incident"}, {"display", "label"}}, "'display'"},
        {{{"op", "query"}, {"table", "incident"}, {"fields", "number"}}, "'fields'"},
        {{{"op", "query"}, {"table", "incident"}, {"fields", {"a,b"}}}, "field names"},
        {{{"op", "query"}, {"table", "incident"}, {"query", "active"}}, "operator"},
        {{{"op", "query"}, {"table", "incident"}, {"text_search", "a^ORb"}}, "text_search"},
        {{{"op", "query"}, {"table", "incident"}, {"query", "a=javascript:x"}}, "javascript:"},
        {{{"op", "query"}, {"table", "incident"}, {"instance", "deb"}}, "did you mean 'dev'"},
        {{{"op", "query"}, {"table", "incident"}, {"instance", 1}}, "'instance'"},
        {{{"op", "get"}, {"table", "incident"}}, "either 'sys_id' or 'number'"},
        {{{"op", "get"}, {"table", "incident"}, {"sys_id", id}, {"number", "INC1"}}, "either"},
        {{{"op", "get"}, {"table", "incident"}, {"sys_id", "INC0010001"}}, "32 hexadecimal"},
        {{{"op", "get"}, {"table", "incident"}, {"number", "INC1^ORnumber=INC2"}}, "'number'"},
        {{{"op", "get"}, {"table", "incident"}, {"number", "javascript:x"}}, "'number'"},
        {{{"op", "create"}, {"table", "incident"}}, "'values'"},
        {{{"op", "create"}, {"table", "incident"}, {"values", json::object()}}, "'values'"},
        {{{"op", "create"}, {"table", "incident"}, {"values", {{"a", {1, 2}}}}}, "\"a\""},
        {{{"op", "create"}, {"table", "incident"}, {"values", {{"caller_id.name", "x"}}}},
         "itself"},
        {{{"op", "update"}, {"table", "incident"}, {"values", {{"state", 2}}}}, "'sys_id'"},
        {{{"op", "update"}, {"table", "incident"}, {"sys_id", "x/y"}, {"values", {{"a", 1}}}},
         "32"},
        {{{"op", "delete"}, {"table", "incident"}, {"sys_id", ""}}, "'sys_id'"},
        {{{"op", "aggregate"}, {"table", "incident"}, {"count", false}}, "nothing to compute"},
        {{{"op", "aggregate"}, {"table", "incident"}, {"having", "count>3"}}, "'having'"},
        {{{"op", "aggregate"}, {"table", "incident"}, {"having", "count^state^>^x"}}, "'having'"},
        {{{"op", "aggregate"}, {"table", "incident"}, {"order_by", "AVG^a b"}}, "'order_by'"},
        {{{"op", "tables"}, {"filter", "a^ORb"}}, "'filter'"},
        {{{"op", "schema"}, {"table", "incident"}, {"choices", "yes"}}, "'choices'"}};
    for (const auto& [request, says] : cases) {
        const json reply = desk.ask(request);
        EXPECT_EQ(kindOf(reply), "invalid_request") << request;
        EXPECT_NE(messageOf(reply).find(says), std::string::npos) << request << messageOf(reply);
    }
    EXPECT_TRUE(instance.server().requests().empty());
}

TEST(Service, SaysThatNoInstanceIsConfigured) {
    Desk desk{Settings{}};
    EXPECT_EQ(kindOf(desk.ask(queryIncidents())), "invalid_request");
    EXPECT_TRUE(desk.service().instanceNames().empty());
}

TEST(Service, AsksTheInstanceThatIsNamed) {
    FakeInstance dev;
    FakeInstance prod;
    for (FakeInstance* instance : {&dev, &prod})
        instance->on(kIncidents, [](const SeenRequest&) { return result(json::array(), 0); });
    Desk desk(
        Settings{{{"dev", jwtInstance(dev.url())}, {"prod", jwtInstance(prod.url())}}, "prod"});
    EXPECT_EQ(desk.service().instanceNames(), (std::vector<std::string>{"dev", "prod"}));
    json request = queryIncidents();
    EXPECT_EQ(kindOf(desk.ask(request)), "ok");
    EXPECT_EQ(prod.requestsTo(kIncidents).size(), 1U);
    request["instance"] = "dev";
    EXPECT_EQ(kindOf(desk.ask(request)), "ok");
    EXPECT_EQ(dev.requestsTo(kIncidents).size(), 1U);
}

TEST(Service, AnswersAtTheDeadline) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) { return std::nullopt; });
    Desk desk(instance.url());
    identity::Principal principal;
    principal.user = "beth.anglin";
    std::promise<std::string> reply;
    desk.service().perform({principal, queryIncidents().dump(), desk.now() + 200ms, {}},
                           [&](std::string said) { reply.set_value(std::move(said)); });
    const json said = json::parse(reply.get_future().get());
    EXPECT_EQ(kindOf(said), "timeout");
    EXPECT_TRUE(instance.server().waitForHangUps(1));
}

TEST(Service, AnswersAtOnceWhenTheDeadlineIsPast) {
    FakeInstance instance;
    Desk desk(instance.url());
    identity::Principal principal;
    principal.user = "beth.anglin";
    std::promise<std::string> reply;
    desk.service().perform({principal, queryIncidents().dump(), desk.now() - 1s, {}},
                           [&](std::string said) { reply.set_value(std::move(said)); });
    EXPECT_EQ(kindOf(json::parse(reply.get_future().get())), "timeout");
    EXPECT_TRUE(instance.requestsTo(kIncidents).empty());
}

TEST(Service, StopsWhatItsCallerCancels) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) { return std::nullopt; });
    Desk desk(instance.url());
    desk.ask({{"op", "schema"}, {"table", "incident"}});
    const auto before = instance.server().requests().size();
    std::stop_source stop;
    auto reply = desk.start("beth.anglin", queryIncidents(), stop.get_token());
    ASSERT_TRUE(instance.server().waitForRequests(before + 1));
    stop.request_stop();
    EXPECT_EQ(kindOf(json::parse(reply.get())), "cancelled");
    EXPECT_TRUE(instance.server().waitForHangUps(1));
}

TEST(Service, SendsNothingForACallCancelledBefore) {
    FakeInstance instance;
    Desk desk(instance.url());
    std::stop_source stop;
    stop.request_stop();
    auto reply = desk.start("beth.anglin", queryIncidents(), stop.get_token());
    EXPECT_EQ(kindOf(json::parse(reply.get())), "cancelled");
    EXPECT_TRUE(instance.server().requests().empty());
}

TEST(Service, AnswersEveryCallBeforeItGoes) {
    FakeInstance instance;
    instance.on("/oauth_token.do", [](const SeenRequest&) { return std::nullopt; });
    Desk desk(instance.url());
    std::vector<std::future<std::string>> replies;
    for (const char* user : {"a", "b", "c", "d", "e", "f", "a"})
        replies.push_back(desk.start(user, queryIncidents()));
    ASSERT_TRUE(instance.server().waitForRequests(4));
    desk.close();
    for (auto& reply : replies)
        EXPECT_EQ(kindOf(json::parse(reply.get())), "cancelled");
}

TEST(Service, SendsNoMoreAtOnceThanTheInstanceTakes) {
    FakeInstance instance;
    std::atomic<int> held{0};
    Desk desk(Settings{{{"dev",
                         [&] {
                             auto dev = jwtInstance(instance.url());
                             dev.in_flight_max = 2;
                             return dev;
                         }()}},
                       ""});
    desk.ask({{"op", "schema"}, {"table", "incident"}});
    const auto before = instance.server().requests().size();
    instance.on(kIncidents, [&](const SeenRequest&) {
        ++held;
        return std::nullopt;
    });
    std::vector<std::future<std::string>> replies;
    for (int i = 0; i < 5; ++i)
        replies.push_back(desk.start("beth.anglin", queryIncidents()));
    for (int answered = 0; answered < 5; answered += 2) {
        const int next = std::min(answered + 2, 5);
        ASSERT_TRUE(instance.server().waitForRequests(before + static_cast<std::size_t>(next)));
        EXPECT_EQ(held, next);
        instance.server().answerHeld(result(json::array(), 0));
    }
    for (auto& reply : replies)
        EXPECT_EQ(kindOf(json::parse(reply.get())), "ok");
}

TEST(Service, SuggestsTheTableThatWasMeant) {
    FakeInstance instance;
    Desk desk(instance.url());
    const json reply = desk.ask({{"op", "query"}, {"table", "incidnet"}});
    EXPECT_EQ(kindOf(reply), "unknown_table");
    EXPECT_NE(messageOf(reply).find("Invalid table incidnet"), std::string::npos);
    EXPECT_NE(messageOf(reply).find("did you mean 'incident'"), std::string::npos);
}

TEST(Service, LogsNoTokenSecretOrAssertion) {
    FakeInstance instance;
    instance.on(kIncidents, [](const SeenRequest&) { return result(json::array(), 0); });
    std::string log;
    std::string assertion;
    {
        Desk desk(instance.url());
        desk.ask(queryIncidents());
        instance.on("/oauth_token.do", [](const SeenRequest&) {
            return answer(401, R"({"error":"server_error","error_description":"access_denied"})");
        });
        desk.ask("fred.luddy", queryIncidents());
        desk.close();
        log = desk.log();
        assertion = instance.requestsTo("/oauth_token.do").front().parameter("assertion");
    }
    EXPECT_NE(log.find("transaction=abc123def456"), std::string::npos);
    EXPECT_NE(log.find("servicenow.token.failed"), std::string::npos);
    for (const std::string& secret : {std::string("token-of-beth"),
                                      std::string("client-secret-1"),
                                      assertion.substr(assertion.rfind('.') + 1)})
        EXPECT_EQ(log.find(secret), std::string::npos) << secret;
}

}  // namespace
}  // namespace toolhost::servicenow
