#include "identity/users.hpp"

#include <fstream>
#include <iterator>
#include <thread>

#include <gtest/gtest.h>

#include "token_house.hpp"

namespace toolhost::identity {
namespace {

base::Secret secret(const std::string& text) {
    return base::Secret(text);
}

bool takes(const TokenHouse& house, const std::string& name, const std::string& password) {
    const auto user = house.users->authenticate(name, secret(password));
    return user.ok() && user.value() != nullptr;
}

TEST(Users, RefuseWhatCannotBeAUser) {
    TokenHouse house;
    const struct {
        UserRequest request;
        const char* why;
    } rows[] = {{{"", "", secret(kPassword)}, "name"},
                {{"bad\nname", "", secret(kPassword)}, "name"},
                {{" alice", "", secret(kPassword)}, "name"},
                {{"toolhost-cli", "", secret(kPassword)}, "reserved"},
                {{"alice", "bad\nuser", secret(kPassword)}, "act as"},
                {{"alice", "", secret("11 bytes...")}, "shorter than 12"},
                {{"alice", "", secret(std::string(1025, 'x'))}, "longer than 1024"}};
    for (const auto& row : rows) {
        const auto added = house.users->add(row.request, at(kNoon));
        ASSERT_FALSE(added.ok()) << row.why;
        EXPECT_NE(added.error().what.find(row.why), std::string::npos) << added.error().what;
    }
    EXPECT_TRUE(house.users->list().empty());
    EXPECT_TRUE(house.users->add({"alice", "", secret("12 bytes....")}, at(kNoon)).ok());
    EXPECT_TRUE(house.users->add({"bob", "", secret(std::string(1024, 'x'))}, at(kNoon)).ok());
}

TEST(Users, RefuseANameThatIsTakenAndKeepItsPassword) {
    TokenHouse house;
    house.addUser("alice");
    EXPECT_FALSE(house.users->add({"alice", "", secret("another password")}, at(kNoon)).ok());
    EXPECT_TRUE(takes(house, "alice", kPassword));
    EXPECT_FALSE(takes(house, "alice", "another password"));
}

TEST(Users, RefuseAWrongPasswordAndAnUnknownNameAlike) {
    TokenHouse house;
    house.addUser("alice");
    house.addUser("bob");
    EXPECT_FALSE(takes(house, "alice", ""));
    EXPECT_FALSE(takes(house, "alice", std::string(kPassword) + ' '));
    EXPECT_FALSE(takes(house, "alice", std::string(kPassword) + std::string(1, '\0')));
    EXPECT_FALSE(takes(house, "alice", std::string(100'000, 'x')));
    EXPECT_FALSE(takes(house, "Alice", kPassword));
    EXPECT_FALSE(takes(house, "nobody", kPassword));
    EXPECT_FALSE(takes(house, "", kPassword));
    EXPECT_TRUE(takes(house, "alice", kPassword));
}

TEST(Users, RefuseToChangeWhatIsNotThereAndSayWhatIs) {
    TokenHouse house;
    house.addUser("abel.tuter");
    for (const auto& changed :
         {house.users->setPassword("abel.tutor", secret(kPassword), at(kNoon)),
          house.users->remove("abel.tutor")}) {
        ASSERT_FALSE(changed.ok());
        EXPECT_NE(changed.error().what.find("did you mean 'abel.tuter'"), std::string::npos)
            << changed.error().what;
    }
}

TEST(Users, ActAsTheSameNameUnlessAnotherIsSaid) {
    TokenHouse house;
    house.addUser("alice");
    house.addUser("bob", "robert.smith");
    EXPECT_EQ(house.users->find("alice")->acts_as, "alice");
    EXPECT_EQ(house.users->find("bob")->acts_as, "robert.smith");
    EXPECT_EQ(house.users->find("nobody"), nullptr);
}

TEST(Users, TakeOnlyTheNewPasswordOnceItIsSet) {
    TokenHouse house;
    house.addUser("alice");
    ASSERT_TRUE(house.users->setPassword("alice", secret("a new password"), at(kNoon + 9)).ok());
    EXPECT_FALSE(takes(house, "alice", kPassword));
    EXPECT_TRUE(takes(house, "alice", "a new password"));
    EXPECT_EQ(house.users->find("alice")->valid_from, at(kNoon + 9));
    EXPECT_EQ(house.users->find("alice")->created, at(kNoon));
    EXPECT_FALSE(house.users->setPassword("alice", secret("short"), at(kNoon)).ok());
    EXPECT_TRUE(takes(house, "alice", "a new password"));
}

TEST(Users, StayAsTheyWereAfterARestart) {
    TokenHouse house;
    house.addUser("alice");
    house.addUser("bob", "robert.smith");
    house.addUser("carol");
    ASSERT_TRUE(house.users->remove("carol").ok());
    ASSERT_TRUE(house.users->setPassword("bob", secret("a new password"), at(kNoon + 9)).ok());
    const auto again = Users::open(*house.database, {4}).value();
    const auto list = again->list();
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(list[0].name, "alice");
    EXPECT_EQ(list[1].acts_as, "robert.smith");
    EXPECT_EQ(list[1].valid_from, at(kNoon + 9));
    EXPECT_TRUE(again->authenticate("bob", secret("a new password")).value());
    EXPECT_FALSE(again->authenticate("bob", secret(kPassword)).value());
    EXPECT_FALSE(again->authenticate("carol", secret(kPassword)).value());
}

TEST(Users, KeepNoPasswordInTheFile) {
    TokenHouse house;
    house.addUser("alice");
    house.database.reset();
    std::ifstream file(house.folder / "toolhost.db", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_NE(bytes.find("$scrypt$ln=4"), std::string::npos);
    EXPECT_EQ(bytes.find(kPassword), std::string::npos);
}

TEST(Users, AreCheckedByManyThreadsAtOnce) {
    TokenHouse house;
    house.addUser("alice");
    std::atomic<int> taken{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 8; ++number)
        threads.emplace_back([&] { taken += takes(house, "alice", kPassword) ? 1 : 0; });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(taken, 8);
}

}  // namespace
}  // namespace toolhost::identity
