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
}

TEST(Arguments, TakeValuesJoinedOrApart) {
    const auto settings =
        parseArguments({"--port=8080", "--database", "x.db", "--strict-queries", "--quiet"});
    EXPECT_EQ(settings.port, 8080);
    EXPECT_EQ(settings.instance.database, "x.db");
    EXPECT_EQ(settings.instance.invalid_terms, InvalidTerms::MatchNothing);
    EXPECT_EQ(settings.verbosity, Verbosity::Quiet);
    EXPECT_EQ(settings.host, "127.0.0.1");
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
