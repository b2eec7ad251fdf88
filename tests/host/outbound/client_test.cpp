#include "outbound/client.hpp"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <future>
#include <latch>
#include <sstream>
#include <sys/resource.h>
#include <thread>

#include <gtest/gtest.h>

#include "loopback_server.hpp"
#include "sender.hpp"

namespace toolhost::outbound {
namespace {

using namespace std::chrono_literals;
using tests::answer;
using tests::Answer;
using tests::LoopbackServer;
using tests::SeenRequest;

std::size_t threadsOfThisProcess() {
    const std::filesystem::directory_iterator tasks("/proc/self/task");
    return static_cast<std::size_t>(std::distance(begin(tasks), end(tasks)));
}

TEST(Client, RefusesByPolicyBeforeAnythingIsSent) {
    struct Case {
        const char* what;
        Request request;
    };
    const std::vector<Case> cases = {
        {"a file", get("file:///etc/passwd")},
        {"ftp", get("ftp://127.0.0.1/x")},
        {"credentials in the URL", get("http://user:pw@127.0.0.1/")},
        {"no URL", get("nonsense")},
        {"a method that is no token", {"GE T", "http://127.0.0.1/", {}, "", {}}},
        {"a header injection", {"GET", "http://127.0.0.1/", {{"X", "a\r\nEvil: 1"}}, "", {}}},
        {"a header name injection", {"GET", "http://127.0.0.1/", {{"X: y\r\nZ", "a"}}, "", {}}},
    };
    Sender sender;
    for (const auto& refused : cases)
        EXPECT_EQ(failureOf(sender.send(refused.request)).kind, Failure::Kind::Refused)
            << refused.what;
}

TEST(Client, ReportsAServerThatIsNotThere) {
    std::string url;
    {
        url = LoopbackServer([](const SeenRequest&) { return answer(200, ""); }).url();
    }
    const auto failure = failureOf(Sender().send(get(url + "/x?token=hunter2")));
    EXPECT_EQ(failure.kind, Failure::Kind::Unreachable);
    EXPECT_EQ(failure.what.find("hunter2"), std::string::npos) << failure.what;
    EXPECT_NE(failure.what.find("/x"), std::string::npos) << failure.what;
}

TEST(Client, GivesUpAtTheRequestsDeadline) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    Sender sender;
    Request request = get(silent.url());
    request.deadline = sender.now() + 50ms;
    EXPECT_EQ(failureOf(sender.send(request)).kind, Failure::Kind::Timeout);
    EXPECT_TRUE(silent.waitForHangUps(1));
}

TEST(Client, GivesUpAtItsTotalTimeout) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    Settings settings;
    settings.total_timeout = 50ms;
    EXPECT_EQ(failureOf(Sender(settings).send(get(silent.url()))).kind, Failure::Kind::Timeout);
}

TEST(Client, SendsNothingAfterTheDeadline) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, ""); });
    Sender sender;
    Request request = get(server.url());
    request.deadline = sender.now() - 1ms;
    EXPECT_EQ(failureOf(sender.send(request)).kind, Failure::Kind::Timeout);
    EXPECT_TRUE(server.requests().empty());
}

TEST(Client, EndsAQueuedRequestAtItsDeadline) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    Settings settings;
    settings.connections_per_host_max = 1;
    Sender sender(settings);
    auto first = sender.start(get(silent.url()));
    ASSERT_TRUE(silent.waitForRequests(1));
    Request queued = get(silent.url());
    queued.deadline = sender.now() + 50ms;
    EXPECT_EQ(failureOf(sender.send(queued)).kind, Failure::Kind::Timeout);
    silent.answerHeld(answer(200, "first"));
    EXPECT_EQ(responseOf(first.get()).body, "first");
}

TEST(Client, CancelsATransferAtOnce) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    Sender sender;
    std::stop_source stop;
    auto outcome = sender.start(get(silent.url()), stop.get_token());
    ASSERT_TRUE(silent.waitForRequests(1));
    stop.request_stop();
    EXPECT_EQ(failureOf(outcome.get()).kind, Failure::Kind::Cancelled);
    EXPECT_TRUE(silent.waitForHangUps(1));
}

TEST(Client, SendsNothingForATokenThatHasFired) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, ""); });
    Sender sender;
    std::stop_source stop;
    stop.request_stop();
    auto outcome = sender.start(get(server.url()), stop.get_token());
    EXPECT_EQ(failureOf(outcome.get()).kind, Failure::Kind::Cancelled);
    EXPECT_TRUE(server.requests().empty());
}

TEST(Client, CancelsWhatIsUnderWayWhenItGoes) {
    LoopbackServer silent([](const SeenRequest&) { return std::nullopt; });
    std::vector<std::future<Outcome>> outcomes;
    {
        Sender sender;
        for (int i = 0; i < 5; ++i)
            outcomes.push_back(sender.start(get(silent.url())));
        ASSERT_TRUE(silent.waitForRequests(5));
    }
    for (auto& outcome : outcomes)
        EXPECT_EQ(failureOf(outcome.get()).kind, Failure::Kind::Cancelled);
}

TEST(Client, StopsAtTheResponseCap) {
    LoopbackServer server([](const SeenRequest& seen) {
        return answer(200, std::string(seen.target == "/fits" ? 1000U : 1001U, 'x'));
    });
    Settings settings;
    settings.response_bytes_max = 1000;
    Sender sender(settings);
    EXPECT_EQ(responseOf(sender.send(get(server.url() + "/fits"))).body.size(), 1000U);
    EXPECT_EQ(failureOf(sender.send(get(server.url() + "/over"))).kind, Failure::Kind::TooLarge);
}

TEST(Client, CapsWhatACompressedAnswerBecomes) {
    // gzip of 100,000 zero bytes.
    const std::string head("\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03", 10);
    const std::string start("\xed\xc1\x31\x01\x00\x00\x00\xc2\xa0\xf5\x4f\x6d\x0d\x0f\xa0", 15);
    const std::string end("\x80\x57\x03\x7d\x95\x11\xd4\xa0\x86\x01\x00", 11);
    const std::string bomb = head + start + std::string(96, '\0') + end;
    LoopbackServer server(
        [&](const SeenRequest&) { return answer(200, bomb, "Content-Encoding: gzip\r\n"); });
    Settings settings;
    settings.response_bytes_max = 1000;
    EXPECT_EQ(failureOf(Sender(settings).send(get(server.url()))).kind, Failure::Kind::TooLarge);
    EXPECT_EQ(responseOf(Sender().send(get(server.url()))).body.size(), 100'000U);
}

TEST(Client, CallsAnythingButHttpAProtocolFailure) {
    for (const Answer& broken :
         {Answer{"SSH-2.0-OpenSSH_9\r\n", true},
          Answer{"", true},
          Answer{"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", true}}) {
        LoopbackServer server([&](const SeenRequest&) { return broken; });
        EXPECT_EQ(failureOf(Sender().send(get(server.url()))).kind, Failure::Kind::Protocol)
            << broken.bytes;
    }
}

TEST(Client, FollowsNoRedirect) {
    LoopbackServer server(
        [](const SeenRequest&) { return answer(302, "", "Location: /elsewhere\r\n"); });
    EXPECT_EQ(responseOf(Sender().send(get(server.url()))).status, 302);
    EXPECT_EQ(server.requests().size(), 1U);
}

TEST(Client, KeepsNoCookies) {
    LoopbackServer server([](const SeenRequest&) {
        return answer(200, "", "Set-Cookie: JSESSIONID=abc; Path=/\r\n");
    });
    Sender sender;
    sender.send(get(server.url()));
    sender.send(get(server.url()));
    EXPECT_EQ(server.requests().at(1).header("Cookie"), "");
}

TEST(Client, SendsMethodHeadersAndBodyAsGiven) {
    LoopbackServer server([](const SeenRequest& seen) { return answer(201, seen.body); });
    Sender sender;
    for (const char* method : {"POST", "PUT", "PATCH", "DELETE"}) {
        const Request request{method,
                              server.url() + "/a?b=c",
                              {{"Content-Type", "application/json"}, {"X-Empty", ""}},
                              "{\"a\":1}",
                              {}};
        EXPECT_EQ(responseOf(sender.send(request)).body, "{\"a\":1}");
        const auto seen = server.requests().back();
        EXPECT_EQ(seen.method, method);
        EXPECT_EQ(seen.target, "/a?b=c");
        EXPECT_EQ(seen.header("Content-Type"), "application/json");
        EXPECT_NE(seen.head.find("X-Empty:"), std::string::npos);
    }
}

TEST(Client, GivesNoContentTypeOfItsOwn) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, ""); });
    Sender().send(post(server.url(), "x"));
    EXPECT_EQ(server.requests().at(0).header("Content-Type"), "");
}

TEST(Client, AnswersHeadWithoutABody) {
    LoopbackServer server([](const SeenRequest&) -> std::optional<Answer> {
        return Answer{"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", false};
    });
    Request request = get(server.url());
    request.method = "HEAD";
    EXPECT_EQ(responseOf(Sender().send(request)).status, 200);
}

TEST(Client, ReusesAConnection) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, "x"); });
    Sender sender;
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(responseOf(sender.send(get(server.url()))).status, 200);
    EXPECT_EQ(server.connectionsTaken(), 1U);
}

TEST(Client, RepeatsAReadButNeverAWriteWhosePooledConnectionDied) {
    std::atomic<int> served{0};
    LoopbackServer server([&](const SeenRequest&) {
        const int turn = served++;
        return turn == 1 ? Answer{"", true} : answer(200, "x");
    });
    {
        Sender reader;
        reader.send(get(server.url()));
        EXPECT_EQ(responseOf(reader.send(get(server.url()))).status, 200);
        EXPECT_EQ(served, 3);
    }
    served = 0;
    Sender writer;
    writer.send(post(server.url(), "one"));
    const auto failure = failureOf(writer.send(post(server.url(), "two")));
    EXPECT_EQ(failure.kind, Failure::Kind::Protocol);
    EXPECT_NE(failure.what.find("may have been carried out"), std::string::npos) << failure.what;
    EXPECT_EQ(served, 2);
}

TEST(Client, SkipsInterimAnswers) {
    LoopbackServer server([](const SeenRequest&) {
        const Answer last = answer(200, "x", "X-Final: 1\r\n");
        return Answer{"HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n" + last.bytes, false};
    });
    const auto response = responseOf(Sender().send(get(server.url())));
    EXPECT_EQ(response.status, 200);
    EXPECT_TRUE(response.findHeader("x-final"));
    EXPECT_FALSE(response.findHeader("x-early"));
}

TEST(Client, HoldsNoThreadForASlowRequest) {
    constexpr std::size_t kRequests = 1'000;
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4'096);
    setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < 2 * kRequests + 100) GTEST_SKIP() << "too few file descriptors allowed";
    LoopbackServer slow([](const SeenRequest&) { return std::nullopt; });
    Settings settings;
    settings.connections_per_host_max = kRequests;
    settings.connections_max = kRequests;
    Sender sender(settings);
    const std::size_t threads_before = threadsOfThisProcess();
    std::vector<std::future<Outcome>> outcomes;
    for (std::size_t i = 0; i < kRequests; ++i)
        outcomes.push_back(sender.start(get(slow.url())));
    ASSERT_TRUE(slow.waitForRequests(kRequests));
    EXPECT_EQ(threadsOfThisProcess(), threads_before);
    slow.answerHeld(answer(200, "x"));
    for (auto& outcome : outcomes)
        EXPECT_EQ(responseOf(outcome.get()).status, 200);
}

TEST(Client, TakesRequestsFromItsOwnCompletions) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, "x"); });
    Sender sender;
    std::promise<Outcome> second;
    sender.client().send(get(server.url()), {}, [&](const Outcome&) {
        sender.client().send(
            get(server.url()), {}, [&](Outcome outcome) { second.set_value(std::move(outcome)); });
    });
    EXPECT_EQ(responseOf(second.get_future().get()).status, 200);
}

TEST(Client, AnswersEveryoneOfManyThreadsOnceThoughSomeCancel) {
    LoopbackServer server([](const SeenRequest&) { return answer(200, "x"); });
    constexpr int kThreads = 4;
    constexpr int kEach = 50;
    std::atomic<int> answered{0};
    {
        Sender sender;
        std::latch all(kThreads * kEach);
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < kEach; ++i) {
                    std::stop_source stop;
                    sender.client().send(get(server.url()), stop.get_token(), [&](const Outcome&) {
                        ++answered;
                        all.count_down();
                    });
                    if (i % 3 == 0) stop.request_stop();
                }
            });
        all.wait();
    }
    EXPECT_EQ(answered, kThreads * kEach);
}

TEST(ClientWait, IsCancelledByItsToken) {
    Sender sender;
    std::stop_source stop;
    std::promise<Wait> went;
    sender.client().wait(
        sender.now() + 1h, stop.get_token(), [&](Wait how) { went.set_value(how); });
    stop.request_stop();
    EXPECT_EQ(went.get_future().get(), Wait::Cancelled);
}

TEST(ClientWait, IsCancelledWhenTheClientGoes) {
    std::promise<Wait> went;
    {
        Sender sender;
        sender.client().wait(sender.now() + 1h, {}, [&](Wait how) { went.set_value(how); });
    }
    EXPECT_EQ(went.get_future().get(), Wait::Cancelled);
}

TEST(ClientWait, IsOverAtItsTime) {
    Sender sender;
    std::promise<Wait> went;
    const auto until = sender.now() + 20ms;
    sender.client().wait(until, {}, [&](Wait how) { went.set_value(how); });
    EXPECT_EQ(went.get_future().get(), Wait::Over);
    EXPECT_GE(sender.now(), until);
}

}  // namespace
}  // namespace toolhost::outbound
