#include "loader/services/http_request.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "loader/host_call.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using std::chrono::milliseconds;

constexpr std::array<std::string_view, 7> kMethods{
    "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};
/// What the host says itself, and what would make one message two.
constexpr std::array<std::string_view, 12> kHostsHeaders{"accept-encoding",
                                                         "connection",
                                                         "content-length",
                                                         "expect",
                                                         "host",
                                                         "keep-alive",
                                                         "proxy-authorization",
                                                         "proxy-connection",
                                                         "te",
                                                         "trailer",
                                                         "transfer-encoding",
                                                         "upgrade"};
constexpr std::size_t kHeadersMax = 64;
constexpr std::size_t kHeaderBytesMax = std::size_t{16} << 10;
constexpr std::int64_t kTimeoutMsMax = 600'000;
constexpr milliseconds kTimeoutWithoutCall{30'000};
constexpr std::int64_t kResponseBytesMax = boundary::kResultBytesMax;

template <std::size_t N>
bool isAmong(const std::array<std::string_view, N>& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

base::Result<outbound::Headers> headersOf(const json& given) {
    outbound::Headers headers;
    std::size_t bytes = 0;
    for (const auto& entry : given.items()) {
        const std::string& name = entry.key();
        if (!entry.value().is_string()) return base::Error{"header " + name + " is no text"};
        if (isAmong(kHostsHeaders, base::toLower(name))) {
            return base::Error{"header " + name + " is the host's to set"};
        }
        headers.emplace_back(name, entry.value().get<std::string>());
        bytes += name.size() + headers.back().second.size();
    }
    if (headers.size() > kHeadersMax || bytes > kHeaderBytesMax) {
        return base::Error{"headers are at most 64 with 16 KiB together"};
    }
    return headers;
}

/// A number within bounds; `otherwise` when there is none.
base::Result<std::int64_t> boundedOf(const Question& question,
                                     const char* member,
                                     std::int64_t most,
                                     std::int64_t otherwise) {
    const auto number = question.whole(member).value_or(otherwise);
    if (number >= 1 && number <= most) return number;
    return base::Error{std::string(member) + " is a whole number from 1 to " +
                       std::to_string(most)};
}

base::Result<std::string> oauthOf(const json& authorization) {
    if (authorization.is_null()) return std::string();
    const bool is_named =
        authorization.size() == 1 && authorization.value("oauth", json()).is_string();
    if (is_named) return authorization["oauth"].get<std::string>();
    return base::Error{"authorization is {\"oauth\": name}"};
}

bool hasAuthorization(const outbound::Headers& headers) {
    return std::any_of(headers.begin(), headers.end(), [](const auto& header) {
        return base::equalsIgnoringCase(header.first, "authorization");
    });
}

/// When nobody waits any more: by the request's own time, and by the call's.
base::Result<base::SteadyTime> deadlineOf(const Question& question, base::SteadyTime now) {
    const auto own = boundedOf(question, "timeout_ms", kTimeoutMsMax, kTimeoutWithoutCall.count());
    if (!own.ok()) return own.error();
    const base::SteadyTime deadline = now + milliseconds(own.value());
    if (question.call() == nullptr) return deadline;
    const base::SteadyTime of_call = question.call()->invocation().deadline;
    return question.whole("timeout_ms") ? std::min(deadline, of_call) : of_call;
}

}  // namespace

base::Result<HttpRequest> readHttpRequest(const Question& question, base::SteadyTime now) {
    HttpRequest read;
    outbound::Request& request = read.request;
    request.method = question.text("method").value_or("GET");
    if (!isAmong(kMethods, request.method)) {
        return base::Error{"method is GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS"};
    }
    request.url = question.text("url").value_or("");
    auto headers = headersOf(question.json().value("headers", json::object()));
    if (!headers.ok()) return headers.error();
    request.headers = std::move(headers).value();
    auto oauth = oauthOf(question.json().value("authorization", json()));
    if (!oauth.ok()) return oauth.error();
    read.oauth = std::move(oauth).value();
    if (!read.oauth.empty() && hasAuthorization(request.headers)) {
        return base::Error{"authorization and a header of that name exclude each other"};
    }
    const auto most =
        boundedOf(question, "response_bytes_max", kResponseBytesMax, kResponseBytesMax);
    if (!most.ok()) return most.error();
    request.response_bytes_max = static_cast<std::size_t>(most.value());
    const auto deadline = deadlineOf(question, now);
    if (!deadline.ok()) return deadline.error();
    request.deadline = deadline.value();
    request.body = question.bytes();
    request.repeat = outbound::Repeat::Unsent;
    return read;
}

}  // namespace toolhost::loader
