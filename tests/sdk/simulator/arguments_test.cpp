#include "simulator/arguments.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "signer.hpp"

namespace toolhost::sim {
namespace {

std::string faultOf(const std::vector<std::string_view>& arguments) {
    try {
        parseArguments(arguments);
        return {};
    } catch (const UsageError& fault) {
        return fault.what();
    }
}

/// A folder of its own for one test, removed at its end.
class ArgumentFiles : public testing::Test {
protected:
    ArgumentFiles()
        : folder_(std::filesystem::path(testing::TempDir()) /
                  (std::string("arguments_") +
                   testing::UnitTest::GetInstance()->current_test_info()->name())) {
        std::filesystem::create_directories(folder_);
        write("key.pem", testSigner().publicPem());
    }
    ~ArgumentFiles() override { std::filesystem::remove_all(folder_); }

    std::string write(const std::string& name, const std::string& text) {
        std::ofstream(folder_ / name) << text;
        return (folder_ / name).string();
    }

    std::filesystem::path folder_;
};

TEST(Arguments, RefuseWhatDoesNotExistOrFit) {
    const std::pair<std::vector<std::string_view>, const char*> cases[] = {
        {{"--nosuch"}, "there is no option '--nosuch'"},
        {{"--port"}, "--port needs a value"},
        {{"--port", "70000"}, "--port: '70000' is no number from 0 to 65535"},
        {{"--admin=yes"}, "--admin takes no value"},
        {{"--incidents", "-1"}, "--incidents: '-1' is no number from 0 to 1000000"},
        {{"--schema", "/nowhere/x.json"},
         "--schema: open /nowhere/x.json: there is no such readable file"},
        {{"--client", "only-id"}, "--client: --client is ID:SECRET"},
    };
    for (const auto& [arguments, fault] : cases)
        EXPECT_EQ(faultOf(arguments), fault);
}

TEST(Arguments, NeverRepeatASecret) {
    EXPECT_EQ(faultOf({"--client", ":hunter2"}).find("hunter2"), std::string::npos);
    EXPECT_EQ(faultOf({"--api-key", ":hunter2"}).find("hunter2"), std::string::npos);
    EXPECT_NE(faultOf({"--api-key", ":hunter2"}), "");
}

TEST(Arguments, TakeValuesJoinedOrApart) {
    const auto settings =
        parseArguments({"--port=8080", "--database", "x.db", "--strict-queries", "--quiet"});
    EXPECT_EQ(settings.port, 8080);
    EXPECT_EQ(settings.instance.database, "x.db");
    EXPECT_EQ(settings.instance.properties.at("glide.invalid_query.returns_no_rows"), "true");
    EXPECT_EQ(settings.verbosity, Verbosity::Quiet);
    EXPECT_EQ(settings.host, "127.0.0.1");
}

TEST(Arguments, GiveAClientWhomItActsAs) {
    const auto settings = parseArguments({"--client", "a:s", "--app-user", "a:itil"}).instance;
    ASSERT_EQ(settings.clients.size(), 1U);
    EXPECT_EQ(settings.clients[0].application_user, "itil");
    EXPECT_EQ(settings.properties.at("glide.oauth.inbound.client.credential.grant_type.enabled"),
              "true");
}

TEST(Arguments, TakeKeysAndProperties) {
    const auto settings =
        parseArguments({"--api-key", "k:itil", "--property", "a.b=c=d", "--faults=f.json"})
            .instance;
    EXPECT_EQ(settings.api_keys.at("k"), "itil");
    EXPECT_EQ(settings.properties.at("a.b"), "c=d");
    EXPECT_EQ(settings.faults_file, "f.json");
}

TEST_F(ArgumentFiles, GiveAClientItsKeyAndItsSecret) {
    const auto client = "cid:" + (folder_ / "key.pem").string() + ":kid-1:email";
    const auto settings = parseArguments({"--jwt-client", client, "--client", "cid:s"});
    ASSERT_EQ(settings.instance.clients.size(), 1U);
    EXPECT_EQ(settings.instance.clients[0].secret, "s");
    EXPECT_EQ(settings.instance.clients[0].jwt->kid, "kid-1");
    EXPECT_EQ(settings.instance.clients[0].jwt->user_field, "email");
}

TEST_F(ArgumentFiles, ReadClientsFromAFileBesideTheirKeys) {
    const auto file =
        write("clients.json", R"({"oauth_clients":[{"client_id":"a","client_secret":"s"},
        {"client_id":"b","jwt":{"kid":"k","public_key_pem_file":"key.pem","user_field":"email"}}]})");
    const auto settings = parseArguments({"--config", file});
    ASSERT_EQ(settings.instance.clients.size(), 2U);
    EXPECT_EQ(settings.instance.clients[1].jwt->kid, "k");
    const auto spoiled = write("spoiled.json", R"({"oauth_clients":[{"client_id":"a","active":false,
        "disabled_grants":["password"],"access_seconds":60,"application_user":"itil",
        "jwt":{"shared_secret":"0123456789abcdef0123456789abcdef","clock_skew_seconds":0}}]})");
    const auto client = parseArguments({"--config", spoiled}).instance.clients.at(0);
    EXPECT_FALSE(client.active);
    EXPECT_TRUE(client.disabled_grants.contains("password"));
    EXPECT_EQ(client.access_life, std::chrono::seconds(60));
    EXPECT_TRUE(client.jwt->key.knows("HS256"));
}

TEST_F(ArgumentFiles, RefuseClientsTheyCannotUse) {
    const auto bad_key = "cid:" + write("bad.pem", "no key");
    const auto bad_field = "cid:" + (folder_ / "key.pem").string() + ":k:phone";
    const auto no_list = write("a.json", "{}");
    const auto bad_id = write("b.json", R"({"oauth_clients":[{"client_id":5}]})");
    EXPECT_NE(faultOf({"--config", no_list}), "");
    EXPECT_NE(faultOf({"--config", bad_id}), "");
    EXPECT_NE(faultOf({"--jwt-client", bad_key}).find("it is no PEM public key"),
              std::string::npos);
    EXPECT_NE(faultOf({"--jwt-client", bad_field}).find("user_field is user_name or email"),
              std::string::npos);
}

}  // namespace
}  // namespace toolhost::sim
