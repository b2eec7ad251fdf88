#include "stdio/line_reader.hpp"

#include <array>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

namespace toolhost::stdio {
namespace {

/// A pipe whose writing end a thread feeds.
class Feed {
public:
    explicit Feed(std::string text) {
        EXPECT_EQ(pipe(ends_.data()), 0);
        feeder_ = std::thread([this, text = std::move(text)] {
            std::size_t sent = 0;
            while (sent < text.size()) {
                const auto wrote = write(ends_[1], text.data() + sent, text.size() - sent);
                if (wrote <= 0) break;
                sent += static_cast<std::size_t>(wrote);
            }
            close(ends_[1]);
        });
    }
    Feed(const Feed&) = delete;
    Feed& operator=(const Feed&) = delete;
    ~Feed() {
        feeder_.join();
        close(ends_[0]);
    }

    int fd() const { return ends_[0]; }

private:
    std::array<int, 2> ends_{};
    std::thread feeder_;
};

using Line = std::variant<std::string, TooLong, EndOfInput>;

std::string textOf(const Line& line) {
    return std::get<std::string>(line);
}

TEST(LineReader, SkipsALineThatIsTooLongAndGoesOn) {
    const Feed feed(std::string(5U << 20U, 'x') + "\nnext\n");
    LineReader reader(feed.fd());
    EXPECT_TRUE(std::holds_alternative<TooLong>(reader.next()));
    EXPECT_EQ(textOf(reader.next()), "next");
    EXPECT_TRUE(std::holds_alternative<EndOfInput>(reader.next()));
}

TEST(LineReader, SplitsLinesHoweverTheyEnd) {
    const Feed feed("one\r\n\ntwo\nlast");
    LineReader reader(feed.fd());
    EXPECT_EQ(textOf(reader.next()), "one");
    EXPECT_EQ(textOf(reader.next()), "");
    EXPECT_EQ(textOf(reader.next()), "two");
    EXPECT_EQ(textOf(reader.next()), "last");
    EXPECT_TRUE(std::holds_alternative<EndOfInput>(reader.next()));
    EXPECT_TRUE(std::holds_alternative<EndOfInput>(reader.next()));
}

TEST(LineReader, EndsWhenItIsToldToStop) {
    std::array<int, 2> silent{};
    std::array<int, 2> stop{};
    ASSERT_EQ(pipe(silent.data()), 0);
    ASSERT_EQ(pipe(stop.data()), 0);
    ASSERT_EQ(write(stop[1], "x", 1), 1);
    LineReader reader(silent[0], stop[0]);
    EXPECT_TRUE(std::holds_alternative<EndOfInput>(reader.next()));
    for (const int fd : {silent[0], silent[1], stop[0], stop[1]})
        close(fd);
}

}  // namespace
}  // namespace toolhost::stdio
