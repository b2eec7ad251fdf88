#pragma once

#include <condition_variable>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/ids.hpp"
#include "mcp/endpoint.hpp"

#include "fake_tool.hpp"

namespace toolhost::mcp {

using nlohmann::json;
using tools::FakeTool;

inline constexpr const char* kModernMeta =
    R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
    R"("io.modelcontextprotocol/clientCapabilities":{}})";

inline constexpr const char* kQuestion = R"({"name":{"method":"elicitation/create","params":{}}})";

/// A stream whose events a test looks at.
class KeptStream final : public EventStream {
public:
    bool send(const Event& event) override {
        const std::lock_guard lock(mutex_);
        if (has_ended_) return false;
        events_.push_back(event);
        came_.notify_all();
        return true;
    }

    void end() override {
        const std::lock_guard lock(mutex_);
        has_ended_ = true;
        came_.notify_all();
    }

    [[nodiscard]] bool hasEnded() {
        const std::lock_guard lock(mutex_);
        return has_ended_;
    }

    /// The JSON in the event of that position, once it is there.
    json at(std::size_t position) { return json::parse(event(position).data); }

    Event event(std::size_t position) {
        std::unique_lock lock(mutex_);
        const bool is_there = came_.wait_for(
            lock, std::chrono::seconds(10), [&] { return events_.size() > position; });
        EXPECT_TRUE(is_there) << "event " << position;
        return is_there ? events_[position] : Event{"null"};
    }

    std::size_t count() {
        const std::lock_guard lock(mutex_);
        return events_.size();
    }

private:
    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<Event> events_;  // guarded by mutex_
    bool has_ended_ = false;     // guarded by mutex_
};

/// An endpoint with a few tools, asked as a client would.
class EndpointTest : public testing::Test {
protected:
    void SetUp() override {
        directory_ = std::filesystem::temp_directory_path() / ("mcp-" + base::randomHexId());
        trail_ = audit::Trail::open({directory_}, {}, clock_, log_).value();
        runner_ = std::make_unique<calls::Runner>(calls::Settings(), *trail_, clock_, log_);
        endpoint_ = std::make_unique<Endpoint>(
            catalogue(), *runner_, crypto::Sealer::ephemeral(), clock_, log_);
    }

    void TearDown() override {
        runner_->drain(std::chrono::seconds(5));
        endpoint_.reset();
        runner_.reset();
        trail_.reset();
        std::filesystem::remove_all(directory_);
    }

    static std::shared_ptr<const tools::Catalogue> catalogue() {
        constexpr const char* kReadOnly = R"(,"annotations":{"readOnlyHint":true})";
        auto tools = std::make_shared<tools::Catalogue>();
        const auto same = [](const tools::Invocation& invocation, const tools::Answered& answered) {
            tools::Reply reply;
            reply.content.push_back({{"type", "text"}, {"text", invocation.arguments}});
            answered(reply);
        };
        const auto fault = [](const tools::Invocation&, const tools::Answered& answered) {
            answered(tools::Fault{tools::Fault::Kind::Internal, "broken"});
        };
        const auto asks = [](const tools::Invocation& invocation, const tools::Answered& answered) {
            const tools::Particulars& said = invocation.particulars;
            if (said.answers.empty()) return answered(tools::Questions{kQuestion, "kept"});
            tools::Reply reply;
            reply.content.push_back({{"type", "text"}, {"text", said.state + said.answers}});
            answered(reply);
        };
        const auto counts = [](const tools::Invocation& invocation,
                               const tools::Answered& answered) {
            if (invocation.audience) invocation.audience->progress({1, 2, "half"});
            answered(tools::Reply{});
        };
        EXPECT_TRUE(
            tools
                ->add({.tools = {std::make_shared<FakeTool>("same", "p", same, kReadOnly),
                                 std::make_shared<FakeTool>("fault", "p", fault, kReadOnly),
                                 std::make_shared<FakeTool>("asks", "p", asks, kReadOnly),
                                 std::make_shared<FakeTool>("counts", "p", counts, kReadOnly)}})
                .ok());
        return tools;
    }

    Outbound send(const std::string& body,
                  const std::optional<Headers>& headers,
                  const char* subject = "abel.tuter",
                  const std::shared_ptr<Peer>& connection = nullptr) {
        auto principal = std::make_shared<identity::Principal>();
        principal->subject = subject;
        std::promise<Outbound> answered;
        endpoint_->handle({.body = body,
                           .principal = principal,
                           .caller_left = {},
                           .headers = headers,
                           .connection = connection,
                           .open_stream = [this] { return stream_; }},
                          [&](Outbound outbound) { answered.set_value(std::move(outbound)); });
        return answered.get_future().get();
    }

    Outbound modern(const std::string& method,
                    const std::string& more = "",
                    const char* name = nullptr) {
        const std::string body = R"({"jsonrpc":"2.0","id":7,"method":")" + method +
                                 R"(","params":{)" + more + kModernMeta + "}}";
        Headers headers{
            .protocol_version = "2026-07-28", .method = method, .name = {}, .session_id = {}};
        if (name != nullptr) headers.name = name;
        return send(body, headers);
    }

    static std::string request(const std::string& method, const std::string& params = "{}") {
        return R"({"jsonrpc":"2.0","id":1,"method":")" + method + R"(","params":)" + params + '}';
    }

    static Headers inSession(const std::string& id) {
        return {.protocol_version = {}, .method = {}, .name = {}, .session_id = id};
    }

    std::string openSession(const char* version = "2025-11-25") {
        const auto opened =
            send(request("initialize", std::string(R"({"protocolVersion":")") + version + R"("})"),
                 Headers{});
        EXPECT_EQ(opened.http_status, 200);
        return opened.session_id;
    }

    std::ostringstream log_text_;
    base::Log log_{log_text_, base::LogLevel::Error};
    base::SystemClock clock_;
    std::filesystem::path directory_;
    std::unique_ptr<audit::Trail> trail_;
    std::unique_ptr<calls::Runner> runner_;
    std::unique_ptr<Endpoint> endpoint_;
    std::shared_ptr<KeptStream> stream_ = std::make_shared<KeptStream>();
};

}  // namespace toolhost::mcp
