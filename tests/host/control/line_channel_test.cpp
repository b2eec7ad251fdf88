#include "control/line_channel.hpp"

#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

namespace toolhost::control {
namespace {

using namespace std::chrono_literals;

base::SteadyTime soon() {
    return std::chrono::steady_clock::now() + 5s;
}

base::SteadyTime now() {
    return std::chrono::steady_clock::now();
}

/// Both ends of a connection, ours as a channel.
struct Connection {
    Connection() : Connection(pair()) {}
    LineChannel channel;
    base::Descriptor peer;

    void send(std::string_view bytes) const {
        ASSERT_EQ(::write(peer.number(), bytes.data(), bytes.size()),
                  static_cast<ssize_t>(bytes.size()));
    }

private:
    explicit Connection(std::pair<int, int> ends)
        : channel(base::Descriptor(ends.first)), peer(ends.second) {}
    static std::pair<int, int> pair() {
        int ends[2] = {-1, -1};
        EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
        return {ends[0], ends[1]};
    }
};

TEST(LineChannel, RefusesALineOneByteTooLong) {
    Connection connection;
    connection.send("12345\n123456\n");
    const auto at_limit = connection.channel.readLine(5, soon());
    ASSERT_TRUE(at_limit.ok());
    EXPECT_EQ(at_limit.value(), "12345");
    EXPECT_FALSE(connection.channel.readLine(5, soon()).ok());
}

TEST(LineChannel, RefusesAnEndlessLineBeforeItEnds) {
    Connection connection;
    connection.send("1234567890");
    EXPECT_FALSE(connection.channel.readLine(5, soon()).ok());
}

TEST(LineChannel, RefusesALineCutOff) {
    Connection connection;
    connection.send("half");
    connection.peer = base::Descriptor();
    const auto line = connection.channel.readLine(10, soon());
    ASSERT_FALSE(line.ok());
    EXPECT_NE(line.error().what.find("within a line"), std::string::npos);
}

TEST(LineChannel, RefusesToWaitPastItsTime) {
    Connection connection;
    connection.send("half");
    const auto line = connection.channel.readLine(10, now() + 20ms);
    ASSERT_FALSE(line.ok());
    EXPECT_NE(line.error().what.find("too long"), std::string::npos);
    EXPECT_FALSE(connection.channel.writeLine(std::string(8U << 20U, 'x'), now() + 20ms).ok());
}

TEST(LineChannel, RefusesToSendTwoLinesAsOne) {
    Connection connection;
    EXPECT_FALSE(connection.channel.writeLine("a\nb", soon()).ok());
}

TEST(LineChannel, SaysThatThePeerHasClosed) {
    Connection connection;
    connection.peer = base::Descriptor();
    const auto line = connection.channel.readLine(10, soon());
    ASSERT_TRUE(line.ok());
    EXPECT_FALSE(line.value().has_value());
    EXPECT_FALSE(connection.channel.writeLine("x", soon()).ok());
}

TEST(LineChannel, LeavesWhatFollowsALineInTheSocket) {
    Connection connection;
    connection.send("first\nrest");
    EXPECT_EQ(connection.channel.readLine(10, soon()).value(), "first");
    const auto socket = connection.channel.release();
    char rest[5] = {};
    EXPECT_EQ(::read(socket.number(), rest, sizeof(rest)), 4);
    EXPECT_STREQ(rest, "rest");
}

TEST(LineChannel, CarriesALineLargerThanAnyBuffer) {
    Connection connection;
    LineChannel other(std::move(connection.peer));
    const std::string large(4U << 20U, 'x');
    std::thread writer([&] { EXPECT_TRUE(other.writeLine(large, soon()).ok()); });
    const auto line = connection.channel.readLine(large.size(), soon());
    writer.join();
    ASSERT_TRUE(line.ok()) << line.error().what;
    EXPECT_EQ(line.value(), large);
}

}  // namespace
}  // namespace toolhost::control
