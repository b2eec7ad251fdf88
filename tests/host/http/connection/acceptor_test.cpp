#include "http/connection/acceptor.hpp"

#include <chrono>
#include <condition_variable>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <sys/resource.h>
#include <unistd.h>
#include <utility>

#include <gtest/gtest.h>

#include "http/connection/listener.hpp"

#include "raw_client.hpp"

namespace toolhost::http {
namespace {

/// Lets the process open one further descriptor, and no other, as long as it lives.
class OneDescriptorLeft {
public:
    OneDescriptorLeft() {
        getrlimit(RLIMIT_NOFILE, &usual_);
        const base::Descriptor next(fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
        rlimit scarce = usual_;
        scarce.rlim_cur = static_cast<rlim_t>(next.number()) + 1;
        setrlimit(RLIMIT_NOFILE, &scarce);
    }
    OneDescriptorLeft(const OneDescriptorLeft&) = delete;
    OneDescriptorLeft& operator=(const OneDescriptorLeft&) = delete;
    ~OneDescriptorLeft() { setrlimit(RLIMIT_NOFILE, &usual_); }

private:
    rlimit usual_{};
};

/// Text that is written on one thread and awaited on another.
class AwaitedText final : public std::stringbuf {
public:
    bool comes(const std::string& what) {
        std::unique_lock lock(mutex_);
        return written_.wait_for(lock, std::chrono::seconds(10), [this, &what] {
            return text_.find(what) != std::string::npos;
        });
    }
    std::size_t count(const std::string& what) {
        const std::lock_guard lock(mutex_);
        std::size_t found = 0;
        for (auto at = text_.find(what); at != text_.npos; at = text_.find(what, at + 1))
            ++found;
        return found;
    }

private:
    int sync() override {
        const std::lock_guard lock(mutex_);
        text_ += str();
        str({});
        written_.notify_all();
        return 0;
    }

    std::mutex mutex_;
    std::condition_variable written_;
    std::string text_;  // guarded by mutex_
};

TEST(Acceptor, RestsWhileNoDescriptorIsLeftAndGoesOnAfterwards) {
    AwaitedText written;
    std::ostream out(&written);
    base::Log log(out, base::LogLevel::Info);
    auto loop = Loop::start("test-loop");
    ASSERT_TRUE(loop.ok());
    auto listener = listenOn("127.0.0.1", 0);
    ASSERT_TRUE(listener.ok());
    const auto welcome = [&log](base::Descriptor, const std::string& address) {
        log.info("test.welcome", {{"address", address}});
    };
    const auto port = listener.value().port;
    const auto acceptor =
        std::make_shared<Acceptor>(*loop.value(), std::move(listener.value().socket), welcome, log);
    loop.value()->post([acceptor] { acceptor->open(); });
    {
        const OneDescriptorLeft scarce;
        const RawClient client(port);
        EXPECT_TRUE(written.comes("http.accept.failed"));
        EXPECT_EQ(written.count("test.welcome"), 0U);
    }
    const RawClient client(port);
    EXPECT_TRUE(written.comes("test.welcome"));
    EXPECT_LT(written.count("http.accept.failed"), 20U) << "it asks again and again";
    loop.value()->stop();
}

}  // namespace
}  // namespace toolhost::http
