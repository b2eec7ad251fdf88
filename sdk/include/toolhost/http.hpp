#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// A request to a host that the admin granted (`http.hosts`).
struct HttpRequest {
    std::string url;
    std::string method = "GET";
    std::map<std::string, std::string> headers{};
    std::string body{};
    /// The name of a token that the admin granted (`oauth.<name>`); the host sends it, the plugin
    /// does not see it.
    std::string oauth{};
    /// Within the call's own deadline.
    std::optional<std::chrono::milliseconds> timeout{};
    std::optional<std::size_t> response_bytes_max{};
};

struct HttpResponse {
    int status = 0;
    /// In the order they came.
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
};

/// Sends HTTP requests through the host, which follows no redirects and keeps no cookies.
/// Thread-safe.
class Http {
public:
    explicit Http(Asking asking) : asking_(std::move(asking)) {}

    /// Waits for the answer, whatever its status. ServiceError: there is none; its kind says why
    /// ("timeout", "unreachable", "tls", "not_granted", …).
    HttpResponse send(const HttpRequest& request) const {
        return responseOf(asking_.wait(TOOLHOST_HTTP_SERVICE, jsonOf(request), request.body));
    }

    /// Goes on without waiting: `then` gets the reply, which responseOf() reads.
    void send(const HttpRequest& request, Then then) const {
        asking_.ask(TOOLHOST_HTTP_SERVICE, jsonOf(request), request.body, std::move(then));
    }

    /// The response in a reply that is ok().
    static HttpResponse responseOf(Reply reply) {
        HttpResponse response;
        response.status = reply.json.value("status", 0);
        for (const auto& header : reply.json.value("headers", nlohmann::json::array())) {
            response.headers.emplace_back(header.at(0), header.at(1));
        }
        response.body = std::move(reply.bytes);
        return response;
    }

private:
    static nlohmann::json jsonOf(const HttpRequest& request) {
        nlohmann::json json = {{"op", "send"}, {"method", request.method}, {"url", request.url}};
        if (!request.headers.empty()) json["headers"] = request.headers;
        if (!request.oauth.empty()) json["authorization"] = {{"oauth", request.oauth}};
        if (request.timeout) json["timeout_ms"] = request.timeout->count();
        if (request.response_bytes_max) json["response_bytes_max"] = *request.response_bytes_max;
        return json;
    }

    Asking asking_;
};

}  // namespace toolhost::sdk
