#include "control/server.hpp"

#include <fstream>
#include <future>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "control/client.hpp"
#include "control/socket_address.hpp"

#include "owner.hpp"
#include "scratch_folder.hpp"

namespace toolhost::control {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view kAsk = R"({"command":"x"})";

base::SteadyTime soon() {
    return std::chrono::steady_clock::now() + 10s;
}

/// A peer that speaks as badly as a test wants.
LineChannel rawPeer(const std::filesystem::path& directory) {
    const auto address = SocketAddress::in(directory);
    base::Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    EXPECT_EQ(::connect(socket.number(), address.value().get(), address.value().size()), 0);
    return LineChannel(std::move(socket));
}

std::string answerTo(std::string_view line, const std::filesystem::path& directory) {
    auto client = Client::connect(directory);
    if (!client) return client.error().what;
    const auto answer = client.value().ask(line);
    return answer ? answer.value() : answer.error().what;
}

TEST(ControlServer, RefusesWhatIsNotARequestAndHangsUp) {
    const ScratchFolder folder;
    const Owner owner(folder.path());
    for (const std::string line : {"",
                                   "x",
                                   "[]",
                                   "{}",
                                   R"({"command":1})",
                                   R"({"command":"x"}})",
                                   "\"command\"",
                                   "\xff\xfe",
                                   "null"}) {
        auto peer = rawPeer(folder.path());
        ASSERT_TRUE(peer.writeLine(line, soon()).ok());
        const auto answer = peer.readLine(1000, soon());
        ASSERT_TRUE(answer.ok());
        EXPECT_EQ(answer.value()->substr(0, 10), R"({"error":")") << line;
        EXPECT_FALSE(peer.readLine(1000, soon()).value().has_value()) << line;
    }
}

TEST(ControlServer, SurvivesDeepNesting) {
    const ScratchFolder folder;
    const Owner owner(folder.path());
    const std::string deep = R"({"command":)" + std::string(100'000, '[');
    EXPECT_NE(answerTo(deep, folder.path()).find("error"), std::string::npos);
    EXPECT_EQ(answerTo(kAsk, folder.path()), kAsk);
}

TEST(ControlServer, RefusesARequestOneByteTooLong) {
    const ScratchFolder folder;
    Limits limits;
    limits.request_bytes_max = kAsk.size();
    const Owner owner(folder.path(), Owner::echo(), limits);
    EXPECT_EQ(answerTo(kAsk, folder.path()), kAsk);
    EXPECT_NE(answerTo(std::string(kAsk) + " ", folder.path()).find("longer than"),
              std::string::npos);
}

TEST(ControlServer, HangsUpOnAPeerThatDoesNotFinishItsLine) {
    const ScratchFolder folder;
    Limits limits;
    limits.patience = 20ms;
    const Owner owner(folder.path(), Owner::echo(), limits);
    auto slow = rawPeer(folder.path());
    ASSERT_EQ(::write(slow.number(), "{", 1), 1);
    EXPECT_NE(slow.readLine(1000, soon()).value()->find("too long"), std::string::npos);
    EXPECT_FALSE(slow.readLine(1000, soon()).value().has_value());
}

TEST(ControlServer, HangsUpOnAPeerThatDoesNotTakeItsAnswer) {
    const ScratchFolder folder;
    Limits limits;
    limits.patience = 20ms;
    Handlers handlers = Owner::echo();
    std::promise<void> busy;
    handlers.command = [&busy](std::string_view, const Peer&) {
        busy.set_value();
        return std::string(8U << 20U, 'x');
    };
    Owner owner(folder.path(), handlers, limits);
    auto peer = rawPeer(folder.path());
    ASSERT_TRUE(peer.writeLine(kAsk, soon()).ok());
    busy.get_future().wait();
    owner.stop();
    const auto answer = peer.readLine(16U << 20U, soon());
    EXPECT_FALSE(answer.ok() && answer.value()) << "the whole answer came, though nobody took it";
}

TEST(ControlServer, AnswersOthersWhileSomePeersAreSilentOrBusy) {
    const ScratchFolder folder;
    std::promise<void> release;
    std::promise<void> busy;
    Handlers handlers = Owner::echo();
    handlers.command = [&](std::string_view request, const Peer&) {
        if (request.find("wait") != std::string_view::npos) {
            busy.set_value();
            release.get_future().wait();
        }
        return std::string(request);
    };
    const Owner owner(folder.path(), handlers);
    const auto silent = rawPeer(folder.path());
    auto working = rawPeer(folder.path());
    ASSERT_TRUE(working.writeLine(R"({"command":"wait"})", soon()).ok());
    busy.get_future().wait();
    EXPECT_EQ(answerTo(kAsk, folder.path()), kAsk);
    release.set_value();
    EXPECT_EQ(working.readLine(100, soon()).value(), R"({"command":"wait"})");
}

TEST(ControlServer, RefusesOneConversationTooManyUntilOneEnds) {
    const ScratchFolder folder;
    Limits limits;
    limits.sessions_max = 1;
    const Owner owner(folder.path(), Owner::echo(), limits);
    auto first = rawPeer(folder.path());
    ASSERT_TRUE(first.writeLine(kAsk, soon()).ok());
    ASSERT_TRUE(first.readLine(1000, soon()).ok());
    EXPECT_NE(answerTo(kAsk, folder.path()).find("too many"), std::string::npos);
    ASSERT_TRUE(first.writeLine("no request", soon()).ok());
    while (first.readLine(1000, soon()).value()) {
    }
    EXPECT_EQ(answerTo(kAsk, folder.path()), kAsk);
}

TEST(ControlServer, RefusesAnotherUser) {
    if (::geteuid() != 0) GTEST_SKIP() << "only root can become another user";
    const ScratchFolder folder;
    const Owner owner(folder.path());
    ::chmod(folder.path().c_str(), 0711);
    ::chmod((folder.path() / kSocketName).c_str(), 0666);
    std::string answer;
    std::thread([&] {
        constexpr uid_t kNobody = 65534;
        // The system call itself, because libc's would change every thread.
        ASSERT_EQ(::syscall(SYS_setresuid, kNobody, kNobody, kNobody), 0);
        answer = answerTo(kAsk, folder.path());
    }).join();
    EXPECT_NE(answer.find("only the owner's user"), std::string::npos) << answer;
}

TEST(ControlServer, RefusesToReplaceWhatIsNotASocket) {
    const ScratchFolder folder;
    std::ofstream(folder.path() / kSocketName) << "somebody's";
    const auto ownership = mustTake(folder.path());
    base::Log log(std::cerr, base::LogLevel::Error);
    EXPECT_FALSE(Server::start(ownership, Owner::echo(), log).ok());
    EXPECT_TRUE(std::filesystem::is_regular_file(folder.path() / kSocketName));
}

TEST(ControlServer, ReplacesTheSocketOfAKilledOwner) {
    const ScratchFolder folder;
    OtherProcess other([&] { return std::make_unique<Owner>(folder.path()); });
    EXPECT_EQ(answerTo(kAsk, folder.path()), kAsk);
    other.kill();
    EXPECT_TRUE(std::filesystem::is_socket(folder.path() / kSocketName));
    EXPECT_FALSE(Client::connect(folder.path()).ok());
    const Owner owner(folder.path());
    EXPECT_EQ(answerTo(kAsk, folder.path()), kAsk);
}

TEST(ControlServer, IsForItsUserAloneAndGoneAfterwards) {
    const ScratchFolder folder;
    Owner owner(folder.path());
    struct stat status {};
    ASSERT_EQ(::stat((folder.path() / kSocketName).c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    owner.stop();
    EXPECT_FALSE(std::filesystem::exists(folder.path() / kSocketName));
}

TEST(ControlServer, KnowsItsPeer) {
    const ScratchFolder folder;
    Peer seen;
    Handlers handlers = Owner::echo();
    handlers.command = [&](std::string_view, const Peer& peer) {
        seen = peer;
        return std::string("{}");
    };
    Owner owner(folder.path(), handlers);
    EXPECT_EQ(answerTo(kAsk, folder.path()), "{}");
    owner.stop();
    EXPECT_EQ(seen.uid, ::geteuid());
    EXPECT_EQ(seen.pid, ::getpid());
}

Handlers repeatLines() {
    Handlers handlers = Owner::echo();
    handlers.stream = [](int socket, const Peer&) {
        char byte = 0;
        while (::read(socket, &byte, 1) == 1)
            if (::write(socket, &byte, 1) != 1) return;
    };
    return handlers;
}

TEST(ControlServer, HandsTheSocketOverToAStream) {
    const ScratchFolder folder;
    const Owner owner(folder.path(), repeatLines());
    auto client = Client::connect(folder.path());
    ASSERT_TRUE(client.ok());
    auto stream = std::move(client).value().intoStream();
    ASSERT_TRUE(stream.ok()) << stream.error().what;
    LineChannel lines(std::move(stream).value());
    ASSERT_TRUE(lines.writeLine("no JSON at all", soon()).ok());
    EXPECT_EQ(lines.readLine(100, soon()).value(), "no JSON at all");
}

TEST(ControlServer, EndsItsStreamsWhenItStops) {
    const ScratchFolder folder;
    Owner owner(folder.path(), repeatLines());
    auto client = Client::connect(folder.path());
    auto stream = std::move(client).value().intoStream();
    ASSERT_TRUE(stream.ok());
    owner.stop();
    EXPECT_FALSE(LineChannel(std::move(stream).value()).readLine(10, soon()).value().has_value());
}

TEST(ControlServer, LetsAnAnswerOutBeforeItStops) {
    const ScratchFolder folder;
    std::promise<void> release;
    std::promise<void> busy;
    Handlers handlers = Owner::echo();
    handlers.command = [&](std::string_view, const Peer&) {
        busy.set_value();
        release.get_future().wait();
        return std::string(R"({"late":true})");
    };
    Owner owner(folder.path(), handlers);
    auto peer = rawPeer(folder.path());
    ASSERT_TRUE(peer.writeLine(kAsk, soon()).ok());
    busy.get_future().wait();
    std::thread stopping([&] { owner.stop(); });
    while (std::filesystem::exists(folder.path() / kSocketName))
        std::this_thread::yield();
    release.set_value();
    EXPECT_EQ(peer.readLine(100, soon()).value(), R"({"late":true})");
    stopping.join();
}

}  // namespace
}  // namespace toolhost::control
