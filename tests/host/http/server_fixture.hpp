#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <stop_token>
#include <string>

#include <gtest/gtest.h>

#include "http/server.hpp"

#include "fake_site.hpp"
#include "raw_client.hpp"

namespace toolhost::http {

inline constexpr std::chrono::seconds kPatience{10};

inline Settings testSettings() {
    Settings settings;
    settings.port = 0;
    return settings;
}

inline std::string get(const std::string& path, const std::string& fields = {}) {
    return "GET " + path + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n";
}

inline std::string post(const std::string& path,
                        const std::string& fields,
                        const std::string& body) {
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n" + body;
}

inline const std::string kClose = "Connection: close\r\n";

inline std::size_t count(const std::string& text, const std::string& what) {
    std::size_t found = 0;
    for (auto at = text.find(what); at != text.npos; at = text.find(what, at + 1)) {
        ++found;
    }
    return found;
}

/// A server with a site that a test fills in.
class ServerTest : public testing::Test {
protected:
    void start(const Settings& settings = testSettings()) {
        auto server = Server::listen(settings, log_);
        ASSERT_TRUE(server.ok());
        server_ = std::move(server).value();
        site_.handlers["/hello"] = [](const Request& request, const Respond& respond) {
            respond({200, {{"Content-Type", "text/plain"}}, "hello " + request.body});
        };
        site_.handlers["/later"] = [this](const Request& request, const Respond& respond) {
            later_.set_value({request, respond});
        };
        ASSERT_TRUE(server_->start(site_).ok());
    }

    RawClient connect(int receive_bytes = 0) { return RawClient(server_->port(), receive_bytes); }

    std::string ask(const std::string& bytes) {
        auto client = connect();
        client.send(bytes);
        return client.readAll();
    }

    struct Asked {
        Request request;
        Respond respond;
    };

    /// What was asked of /later, once it was.
    Asked awaitLater() {
        auto asked = later_.get_future();
        if (asked.wait_for(kPatience) != std::future_status::ready) {
            throw std::runtime_error("/later was not asked");
        }
        later_ = {};
        return asked.get();
    }

    std::promise<Asked> later_;
    std::ostringstream log_text_;
    base::Log log_{log_text_, base::LogLevel::Debug};
    FakeSite site_;
    std::unique_ptr<Server> server_;
};

/// Tells when the client of a request has left.
class Departure {
public:
    explicit Departure(const std::stop_token& left)
        : watched_(left, [this] { left_.set_value(); }) {}

    bool comes() { return future_.wait_for(kPatience) == std::future_status::ready; }

private:
    std::promise<void> left_;
    std::future<void> future_ = left_.get_future();
    std::stop_callback<std::function<void()>> watched_;
};

}  // namespace toolhost::http
