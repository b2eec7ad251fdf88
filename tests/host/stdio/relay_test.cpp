#include "stdio/relay.hpp"

#include <array>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

namespace toolhost::stdio {
namespace {

std::string readAll(int fd) {
    std::string text;
    std::array<char, 256> chunk{};
    for (ssize_t got = 0; (got = read(fd, chunk.data(), chunk.size())) > 0;)
        text.append(chunk.data(), static_cast<std::size_t>(got));
    return text;
}

TEST(Relay, DeliversWhatComesAfterTheEndOfInput) {
    std::array<int, 2> in{};
    std::array<int, 2> out{};
    std::array<int, 2> stream{};
    ASSERT_EQ(pipe(in.data()), 0);
    ASSERT_EQ(pipe(out.data()), 0);
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, stream.data()), 0);
    std::thread owner([&] {
        EXPECT_EQ(readAll(stream[1]), "question\n");  // until the end of input is passed on
        EXPECT_EQ(write(stream[1], "answer\n", 7), 7);
        close(stream[1]);
    });
    ASSERT_EQ(write(in[1], "question\n", 9), 9);
    close(in[1]);
    relay(in[0], out[1], stream[0]);
    close(out[1]);
    EXPECT_EQ(readAll(out[0]), "answer\n");
    owner.join();
    for (const int fd : {in[0], out[0], stream[0]})
        close(fd);
}

}  // namespace
}  // namespace toolhost::stdio
