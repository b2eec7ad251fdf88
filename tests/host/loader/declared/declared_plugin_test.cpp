#include "loader/declared/declared_plugin.hpp"

#include <deque>
#include <utility>

#include <gtest/gtest.h>

#include "tools/answer.hpp"
#include "tools/definition.hpp"

#include "desk_declaration.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

/// Gives scripted replies, and keeps what was asked. A reply that is withheld is given by
/// release().
class ScriptedServices final : public boundary::Services {
public:
    bool grants(std::string_view) override { return true; }
    void log(std::int32_t, std::string_view) override {}
    std::optional<std::string> config(std::string_view) const override { return std::nullopt; }
    void configure(const std::map<std::string, std::string>&) override {}

    toolhost_status ask(const boundary::Request& request, boundary::Replied replied) override {
        if (is_denied) return TOOLHOST_E_DENIED;
        if (request.call == nullptr) {
            replied(TOOLHOST_OK, json(instances).dump(), {});
            return TOOLHOST_PENDING;
        }
        asked.push_back(json::parse(request.json));
        if (is_withholding) {
            waiting_.push_back(std::move(replied));
        } else {
            reply(replied);
        }
        return TOOLHOST_PENDING;
    }

    void release() {
        const auto replied = std::move(waiting_.front());
        waiting_.pop_front();
        reply(replied);
    }

    std::deque<std::string> replies;
    std::vector<json> asked;
    std::vector<std::string> instances{"dev"};
    bool is_denied = false;
    bool is_withholding = false;

private:
    void reply(const boundary::Replied& replied) {
        const std::string text = std::move(replies.front());
        replies.pop_front();
        replied(TOOLHOST_OK, text, {});
    }

    std::deque<boundary::Replied> waiting_;
};

/// A call that keeps its answer, and is told when nobody refers to it any more.
class KeptCall final : public boundary::Call {
public:
    KeptCall(std::string name, std::string arguments, bool& is_gone)
        : name_(std::move(name)), arguments_(std::move(arguments)), is_gone_(is_gone) {}

    std::optional<std::string_view> field(std::uint32_t field) const override {
        if (field == TOOLHOST_CALL_NAME) return name_;
        if (field == TOOLHOST_CALL_ARGUMENTS) return arguments_;
        return std::nullopt;
    }
    std::chrono::milliseconds remaining() const override { return std::chrono::seconds(5); }
    bool isCancelled() const override { return is_cancelled; }
    toolhost_status finish(std::string_view result) override { return take(result); }
    toolhost_status fail(std::uint32_t, std::string_view message) override {
        return take("failed: " + std::string(message));
    }
    toolhost_status needInput(std::string_view, std::string_view) override {
        return TOOLHOST_E_UNSUPPORTED;
    }
    toolhost_status report(const boundary::Progress&) override { return TOOLHOST_OK; }
    toolhost_status addPartial(std::string_view) override { return TOOLHOST_OK; }
    toolhost_status closeStream(std::chrono::milliseconds) override { return TOOLHOST_OK; }
    toolhost_status say(const boundary::Message&) override { return TOOLHOST_OK; }
    void misbehaved(const std::string& how) override {
        if (answers == 0) take("misbehaved: " + how);
    }

    std::string answer;
    int answers = 0;
    bool is_cancelled = false;

private:
    ~KeptCall() override { is_gone_ = true; }

    toolhost_status take(std::string_view text) {
        answer = text;
        return ++answers == 1 ? TOOLHOST_OK : TOOLHOST_E_STATE;
    }

    const std::string name_;
    const std::string arguments_;
    bool& is_gone_;
};

/// The desk's plugin over scripted replies.
class Desk : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(plugin.create("{}").ok()); }

    std::string call(const char* tool, const json& arguments) {
        bool is_gone = false;
        auto* kept = new KeptCall(tool, arguments.dump(), is_gone);
        boundary::run(plugin, *kept);
        std::string answer = kept->answer;
        EXPECT_EQ(kept->answers, 1);
        kept->release();
        EXPECT_TRUE(is_gone) << "a reference was not given back";
        return answer;
    }

    /// The answer's structure, held to the tool's outputSchema as the host does.
    json structured(const char* tool, const json& arguments) {
        const std::string answer = call(tool, arguments);
        const auto texts = plugin.list(TOOLHOST_LIST_TOOLS).value();
        for (const auto& text : texts) {
            if (json::parse(text)["name"] != tool) continue;
            const auto reply = tools::readReply(answer, tools::define(text, "desk", "").value());
            EXPECT_TRUE(reply.ok()) << answer << ": " << reply.error().what;
            if (reply.ok()) return json::parse(reply.value().structured.value_or("null"));
        }
        return {};
    }

    std::shared_ptr<ScriptedServices> services = std::make_shared<ScriptedServices>();
    DeclaredPlugin plugin{deskDeclaration(), services};
};

constexpr const char* kNothingFound = R"({"ok":true,"total":0,"returned":0,"records":[]})";
constexpr const char* kFound =
    R"({"ok":true,"total":1,"returned":1,"records":[{"sys_id":"0123","number":"INC1"}]})";
constexpr const char* kTwoFound =
    R"({"ok":true,"total":2,"records":[{"sys_id":"0"},{"sys_id":"1"}]})";

TEST_F(Desk, UpdatesNothingThatTheFilterHides) {
    services->replies = {kNothingFound};
    const auto answer = call("note_incident", {{"number", "INC1"}, {"work_notes", "x"}});
    EXPECT_EQ(answer.find("failed: No record of incident that this tool reaches"), 0U) << answer;
    ASSERT_EQ(services->asked.size(), 1U);
    EXPECT_EQ(services->asked[0]["op"], "query");
}

TEST_F(Desk, UpdatesNothingWhenTheKeyIsNotOneRecords) {
    services->replies = {kTwoFound};
    const auto answer = call("note_incident", {{"number", "INC1"}, {"work_notes", "x"}});
    EXPECT_NE(answer.find("nothing was done"), std::string::npos) << answer;
    EXPECT_EQ(services->asked.size(), 1U);
}

TEST_F(Desk, UpdatesNothingWithoutAKeyThoughNobodyCheckedTheArguments) {
    for (const json& arguments : {json{{"work_notes", "x"}}, json{{"number", ""}}, json::array()}) {
        EXPECT_NE(call("note_incident", arguments).find("inputSchema"), std::string::npos);
    }
    EXPECT_TRUE(services->asked.empty());
}

TEST_F(Desk, UpdatesTheRecordThatItFound) {
    services->replies = {
        kFound, R"({"ok":true,"record":{"sys_id":"0123","number":"INC1"},"table":"incident"})"};
    const json answer = structured("note_incident", {{"number", "INC1"}, {"work_notes", "x"}});
    EXPECT_EQ(answer, json::parse(R"({"record":{"sys_id":"0123","number":"INC1"}})"));
    ASSERT_EQ(services->asked.size(), 2U);
    EXPECT_EQ(services->asked[1]["sys_id"], "0123");
    EXPECT_EQ(services->asked[1]["values"], json({{"work_notes", "x"}}));
}

TEST_F(Desk, ChangesNothingOnceNobodyWaits) {
    services->replies = {kFound};
    services->is_withholding = true;
    bool is_gone = false;
    auto* kept = new KeptCall("note_incident", R"({"number":"INC1","work_notes":"x"})", is_gone);
    boundary::run(plugin, *kept);
    kept->is_cancelled = true;
    services->release();
    EXPECT_NE(kept->answer.find("nothing was changed"), std::string::npos) << kept->answer;
    EXPECT_EQ(services->asked.size(), 1U);
    kept->release();
    EXPECT_TRUE(is_gone);
}

TEST_F(Desk, PassesRecordsOnAsTheyCame) {
    services->replies = {
        R"({"effective_query":"secret","has_more":true,"next_cursor":"c","ok":true,"returned":1,)"
        R"("total":9,"records":[{"number":"INC1",  "state":"New"}]})"};
    const std::string answer = call("list_incidents", {{"words", "disk"}});
    EXPECT_NE(answer.find(R"("records":[{"number":"INC1",  "state":"New"}])"), std::string::npos);
    EXPECT_EQ(answer.find("secret"), std::string::npos) << "the filter is the declaration's own";
}

TEST_F(Desk, ListsInTheFormItPromises) {
    services->replies = {kFound};
    const json answer = structured("list_incidents", json::object());
    EXPECT_EQ(answer["total"], 1);
    EXPECT_EQ(answer["has_more"], false);
    EXPECT_EQ(answer["records"].size(), 1U);
}

TEST_F(Desk, ReadsOneRecord) {
    services->replies = {kFound};
    EXPECT_EQ(structured("get_incident", {{"number", "INC1"}})["record"]["number"], "INC1");
}

TEST_F(Desk, CreatesARecord) {
    services->replies = {R"({"ok":true,"record":{"sys_id":"1"},"changed_by_instance":{"a":{}}})"};
    const json answer = structured("report_incident", {{"summary", "broken"}});
    EXPECT_EQ(answer["record"]["sys_id"], "1");
    EXPECT_TRUE(answer.contains("changed_by_instance"));
}

TEST_F(Desk, SaysInServicenowsWordsWhyItFailed) {
    services->replies = {
        R"({"ok":false,"error":{"kind":"forbidden","message":"create","detail":"ACL","status":403,)"
        R"("hint":"Ask for the role"}})"};
    EXPECT_EQ(call("report_incident", {{"summary", "x"}}),
              "failed: create: ACL (HTTP 403) [forbidden]. Ask for the role");
}

TEST_F(Desk, SaysSoWhenAReplyIsNone) {
    services->replies = {"", "[]", R"({"ok":"yes"})", R"({"ok":true,"records":7})"};
    for (int reply = 0; reply < 4; ++reply) {
        EXPECT_EQ(call("get_incident", {{"number", "INC1"}}).find("failed: "), 0U);
    }
}

TEST_F(Desk, SaysSoWhenItMayNotAsk) {
    services->is_denied = true;
    EXPECT_NE(call("list_incidents", json::object()).find("does not let the plugin"),
              std::string::npos);
}

TEST_F(Desk, HasNoOtherTool) {
    EXPECT_NE(call("delete_incident", json::object()).find("misbehaved"), std::string::npos);
}

TEST(DeclaredPlugin, RefusesAnInstanceThatIsNotConfigured) {
    auto declaration = deskDeclaration();
    declaration.tools[kGetTool].instance = "prodd";
    const auto services = std::make_shared<ScriptedServices>();
    services->instances = {"prod", "test"};
    DeclaredPlugin plugin(declaration, services);
    const auto created = plugin.create("{}");
    ASSERT_FALSE(created.ok());
    EXPECT_NE(created.error().what.find("did you mean 'prod'"), std::string::npos)
        << created.error().what;
}

TEST(DeclaredPlugin, OffersAChoiceOfInstancesWhereItNamesNone) {
    auto declaration = deskDeclaration();
    declaration.tools[kGetTool].instance = "prod";
    const auto services = std::make_shared<ScriptedServices>();
    services->instances = {"prod", "test"};
    DeclaredPlugin plugin(declaration, services);
    ASSERT_TRUE(plugin.create("{}").ok());
    const auto texts = plugin.list(TOOLHOST_LIST_TOOLS).value();
    EXPECT_NE(texts[kListTool].find(R"("enum":["prod","test"])"), std::string::npos);
    EXPECT_EQ(texts[kGetTool].find(R"("instance")"), std::string::npos);
    EXPECT_TRUE(plugin.list(TOOLHOST_LIST_PROMPTS).value().empty());
}

}  // namespace
}  // namespace toolhost::loader
