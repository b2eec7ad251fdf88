#include "control/client.hpp"

#include <future>

#include <gtest/gtest.h>

#include "owner.hpp"
#include "scratch_folder.hpp"

namespace toolhost::control {
namespace {

using namespace std::chrono_literals;

TEST(Client, SaysThatNobodyOwnsTheDirectory) {
    const ScratchFolder folder;
    const auto client = Client::connect(folder.path());
    ASSERT_FALSE(client.ok());
    EXPECT_NE(client.error().what.find("toolhost serve"), std::string::npos);
}

TEST(Client, GivesUpOnAnOwnerThatDoesNotAnswer) {
    const ScratchFolder folder;
    std::promise<void> release;
    Handlers handlers = Owner::echo();
    handlers.command = [&](std::string_view, const Peer&) {
        release.get_future().wait();
        return std::string("{}");
    };
    const Owner owner(folder.path(), handlers);
    auto client = Client::connect(folder.path());
    ASSERT_TRUE(client.ok());
    EXPECT_FALSE(client.value().ask(R"({"command":"x"})", 20ms).ok());
    release.set_value();
}

TEST(Client, SaysThatTheOwnerHungUp) {
    const ScratchFolder folder;
    Owner owner(folder.path());
    auto client = Client::connect(folder.path());
    ASSERT_TRUE(client.ok());
    ASSERT_TRUE(client.value().ask(R"({"command":"x"})").ok());
    owner.stop();
    EXPECT_FALSE(client.value().ask(R"({"command":"x"})").ok());
}

TEST(Client, AsksMoreThanOnce) {
    const ScratchFolder folder;
    const Owner owner(folder.path());
    auto client = Client::connect(folder.path());
    ASSERT_TRUE(client.ok());
    for (const std::string request : {R"({"command":"a"})", R"({"command":"b"})"})
        EXPECT_EQ(client.value().ask(request).value(), request);
}

}  // namespace
}  // namespace toolhost::control
