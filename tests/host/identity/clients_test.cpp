#include "identity/clients.hpp"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

#include "token_house.hpp"

namespace toolhost::identity {
namespace {

struct Registry {
    ScratchFolder folder;
    std::ostringstream log_text;
    base::Log log{log_text, base::LogLevel::Debug};
    std::unique_ptr<store::Database> database;
    std::unique_ptr<Clients> clients;

    Registry() { open("pepper"); }
    void open(const char* pepper) {
        clients.reset();
        database.reset();
        database =
            store::Database::open(folder / "toolhost.db", {Clients::migrations()}, log).value();
        clients = Clients::open(*database, base::Secret(pepper)).value();
    }
};

TEST(Clients, RefuseWhatCannotBeAClient) {
    Registry registry;
    EXPECT_FALSE(registry.clients->add({"robot", "bad\nuser", {}}, at(kNoon)));
    EXPECT_FALSE(registry.clients->add({"robot", "", {}}, at(kNoon)));
    EXPECT_FALSE(registry.clients->add({"bad\nname", std::nullopt, {}}, at(kNoon)));
    const auto unknown_scope = registry.clients->add({"", std::nullopt, {"mcp:tool"}}, at(kNoon));
    ASSERT_FALSE(unknown_scope);
    EXPECT_NE(unknown_scope.error().what.find("did you mean 'mcp:tools'"), std::string::npos);
    EXPECT_TRUE(registry.clients->list().empty());
}

TEST(Clients, RefuseAWrongSecretAnUnknownIdAndARevokedClientAlike) {
    Registry registry;
    const auto added = registry.clients->add({"robot", std::nullopt, {}}, at(kNoon));
    const auto other = registry.clients->add({"other", std::nullopt, {}}, at(kNoon));
    const auto& [id, secret] = added.value();
    const std::string right(secret.reveal());
    EXPECT_FALSE(registry.clients->authenticate(id, ""));
    EXPECT_FALSE(registry.clients->authenticate(id, right + 'x'));
    EXPECT_FALSE(registry.clients->authenticate(id, right + '\0'));
    EXPECT_FALSE(registry.clients->authenticate(id, right.substr(1)));
    EXPECT_FALSE(registry.clients->authenticate(id, other.value().client_secret.reveal()));
    EXPECT_FALSE(registry.clients->authenticate("client_unknown", right));
    EXPECT_FALSE(registry.clients->authenticate("", ""));
    ASSERT_TRUE(registry.clients->authenticate(id, right));
    ASSERT_TRUE(registry.clients->revoke(id, at(kNoon + 1)));
    EXPECT_FALSE(registry.clients->authenticate(id, right));
}

TEST(Clients, RefuseToRevokeWhatIsNotThereAndSayWhatIs) {
    Registry registry;
    const auto id = registry.clients->add({}, at(kNoon)).value().client_id;
    const auto revoked = registry.clients->revoke(id.substr(0, id.size() - 1), at(kNoon));
    ASSERT_FALSE(revoked);
    EXPECT_NE(revoked.error().what.find(id), std::string::npos);
}

TEST(Clients, TakeNoSecretOfAClientThatHasNone) {
    Registry registry;
    ClientRequest wanted;
    wanted.proof = ClientProof::None;
    wanted.redirect_uris = {"http://127.0.0.1/cb"};
    const auto added = registry.clients->add(wanted, at(kNoon)).value();
    EXPECT_TRUE(added.client_secret.empty());
    EXPECT_FALSE(registry.clients->authenticate(added.client_id, ""));
}

TEST(Clients, KeepEverythingAboutAClient) {
    Registry registry;
    ClientRequest wanted;
    wanted.name = "editor";
    wanted.proof = ClientProof::None;
    wanted.origin = ClientOrigin::Registration;
    wanted.redirect_uris = {"http://127.0.0.1/", "https://vscode.dev/redirect"};
    wanted.may_introspect = true;
    const auto id = registry.clients->add(wanted, at(kNoon)).value().client_id;
    registry.open("pepper");
    const auto client = registry.clients->find(id);
    ASSERT_TRUE(client);
    EXPECT_EQ(client->proof, ClientProof::None);
    EXPECT_EQ(client->origin, ClientOrigin::Registration);
    EXPECT_EQ(client->redirect_uris, wanted.redirect_uris);
    EXPECT_EQ(client->grants, (std::vector<std::string>{"authorization_code", "refresh_token"}));
    EXPECT_TRUE(client->may_introspect);
}

TEST(Clients, OfADocumentAreWrittenAnewButStayRevoked) {
    Registry registry;
    Client described;
    described.id = "https://client.example/metadata.json";
    described.name = "first";
    described.scopes = supportedScopes();
    described.origin = ClientOrigin::Document;
    ASSERT_TRUE(registry.clients->keep(described));
    described.name = "second";
    ASSERT_TRUE(registry.clients->keep(described));
    EXPECT_EQ(registry.clients->find(described.id)->name, "second");
    ASSERT_TRUE(registry.clients->revoke(described.id, at(kNoon)));
    ASSERT_TRUE(registry.clients->keep(described));
    EXPECT_FALSE(registry.clients->find(described.id)->isEnabled());
    registry.open("pepper");
    EXPECT_FALSE(registry.clients->find(described.id)->isEnabled());
}

TEST(Clients, ThatWereErasedAreGone) {
    Registry registry;
    const auto id = registry.clients->add({}, at(kNoon)).value().client_id;
    ASSERT_TRUE(registry.clients->erase(id));
    EXPECT_FALSE(registry.clients->find(id));
    registry.open("pepper");
    EXPECT_FALSE(registry.clients->find(id));
}

TEST(Clients, StayAsTheyWereAfterARestart) {
    Registry registry;
    const auto first =
        registry.clients->add({"first", "svc.robot", {"mcp:tools"}}, at(kNoon)).value();
    const auto second = registry.clients->add({"second", std::nullopt, {}}, at(kNoon + 1)).value();
    ASSERT_TRUE(registry.clients->revoke(second.client_id, at(kNoon + 2)));
    registry.open("pepper");
    const auto list = registry.clients->list();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].name, "first");
    EXPECT_EQ(list[0].acts_as, "svc.robot");
    EXPECT_EQ(list[0].scopes, supportedScopes());
    EXPECT_EQ(list[0].created, at(kNoon));
    EXPECT_TRUE(list[0].isEnabled());
    EXPECT_EQ(list[1].acts_as, std::nullopt);
    EXPECT_EQ(list[1].disabled, at(kNoon + 2));
    EXPECT_TRUE(registry.clients->authenticate(first.client_id, first.client_secret.reveal()));
    EXPECT_FALSE(registry.clients->authenticate(second.client_id, second.client_secret.reveal()));
}

TEST(Clients, CannotBeTestedWithoutThePepper) {
    Registry registry;
    const auto added = registry.clients->add({}, at(kNoon)).value();
    registry.open("another pepper");
    EXPECT_FALSE(registry.clients->authenticate(added.client_id, added.client_secret.reveal()));
}

TEST(Clients, GetIdsAndSecretsThatNeedNoEncoding) {
    Registry registry;
    const auto added = registry.clients->add({}, at(kNoon)).value();
    const auto plain = [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_';
    };
    const auto secret = added.client_secret.reveal();
    EXPECT_EQ(added.client_id.size(), 27U);
    EXPECT_EQ(secret.size(), 43U);
    EXPECT_TRUE(std::all_of(added.client_id.begin(), added.client_id.end(), plain));
    EXPECT_TRUE(std::all_of(secret.begin(), secret.end(), plain));
}

TEST(Clients, LeaveNoSecretInTheFiles) {
    Registry registry;
    const auto added = registry.clients->add({}, at(kNoon)).value();
    registry.clients.reset();
    registry.database.reset();
    for (const auto& file : std::filesystem::directory_iterator(registry.folder.path())) {
        std::ifstream stream(file.path(), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
        EXPECT_EQ(bytes.find(added.client_secret.reveal()), std::string::npos) << file.path();
    }
}

}  // namespace
}  // namespace toolhost::identity
