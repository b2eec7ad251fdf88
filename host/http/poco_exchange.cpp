#include "http/poco_exchange.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <istream>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <stop_token>
#include <string>
#include <sys/socket.h>
#include <utility>
#include <variant>

#include <Poco/Exception.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/StreamSocket.h>

#include "base/text.hpp"

namespace toolhost::http {
namespace {

using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerRequestImpl;
using Poco::Net::HTTPServerResponse;

/// Where the answer arrives for the thread that waits for it. Shared: the answer may come when the
/// connection's thread has long gone.
class Mailbox {
public:
    void put(Response response) {
        {
            const std::lock_guard lock(mutex_);
            response_ = std::move(response);
        }
        arrived_.notify_one();
    }

    /// The answer, absent when it has not come within `patience`.
    std::optional<Response> take(std::chrono::milliseconds patience) {
        std::unique_lock lock(mutex_);
        if (!arrived_.wait_for(lock, patience, [this] { return response_.has_value(); })) {
            return std::nullopt;
        }
        return std::move(response_);
    }

private:
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::optional<Response> response_;  // guarded by mutex_
};

bool mayHaveBody(const HTTPServerRequest& request) {
    return request.getMethod() != "GET" && request.getMethod() != "HEAD" &&
           request.getMethod() != "OPTIONS";
}

std::size_t count(const HTTPServerRequest& request, const std::string& name) {
    std::size_t found = 0;
    for (const auto& field : request) {
        found += base::equalsIgnoringCase(field.first, name) ? 1U : 0U;
    }
    return found;
}

/// RFC 9110 §5.6.2.
bool isToken(const std::string& text) {
    constexpr std::string_view kMarks = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::all_of(text.begin(), text.end(), [kMarks](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
               kMarks.find(c) != std::string_view::npos;
    });
}

bool hasControlCharacter(const std::string& text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
    });
}

/// Why the request line or a field is not HTTP/1.1 (RFC 9112); absent when they are. Poco lets all
/// of these pass.
std::optional<Response> findSyntaxFault(const HTTPServerRequest& request) {
    if (request.getVersion() != "HTTP/1.1" && request.getVersion() != "HTTP/1.0") {
        return refusal(505, "this host speaks HTTP/1.1");
    }
    if (!isToken(request.getMethod())) return refusal(400, "the method is not a token");
    if (request.getVersion() == "HTTP/1.1" && count(request, "Host") != 1) {
        return refusal(400, "Host must come once");
    }
    for (const auto& [name, value] : request) {
        if (!isToken(name) || hasControlCharacter(value)) {
            return refusal(400, "a field has a name or a value that HTTP does not allow");
        }
    }
    return std::nullopt;
}

/// Why the body's framing cannot be trusted with this parser; absent when it can.
std::optional<Response> findFramingFault(const HTTPServerRequest& request) {
    const auto lengths = count(request, "Content-Length");
    const auto encodings = count(request, "Transfer-Encoding");
    const bool is_chunked = request.getChunkedTransferEncoding();
    if (lengths > 1 || encodings > 1) {
        return refusal(400, "Content-Length and Transfer-Encoding may come once");
    }
    if (encodings == 1 && (!is_chunked || lengths == 1)) {
        return refusal(400, "Transfer-Encoding must be chunked and come without Content-Length");
    }
    if (!mayHaveBody(request)) return std::nullopt;
    const std::string length = request.get("Content-Length", "0");
    if (length.empty() || length.find_first_not_of("0123456789") != length.npos) {
        return refusal(400, "Content-Length must be a number");
    }
    if (lengths == 0 && !is_chunked && request.getMethod() == "POST") {
        return refusal(411, "Content-Length is required");
    }
    return std::nullopt;
}

/// The whole body, or why it is refused.
std::variant<std::string, Response> readBody(HTTPServerRequest& request, std::size_t bytes_max) {
    const auto too_large = [bytes_max] {
        return refusal(413, "the body is larger than " + std::to_string(bytes_max) + " bytes");
    };
    const bool knows_length = request.hasContentLength();
    if (knows_length && request.getContentLength64() > static_cast<Poco::Int64>(bytes_max)) {
        return too_large();
    }
    std::string body;
    std::array<char, 16U << 10U> chunk{};
    while (request.stream().good()) {
        request.stream().read(chunk.data(), chunk.size());
        body.append(chunk.data(), static_cast<std::size_t>(request.stream().gcount()));
        if (body.size() > bytes_max) return too_large();
    }
    if (knows_length && body.size() != static_cast<std::size_t>(request.getContentLength64())) {
        return refusal(408, "the body is shorter than Content-Length says");
    }
    return body;
}

Request requestOf(HTTPServerRequest& from, std::string body, std::stop_token left) {
    Request request;
    request.method = from.getMethod();
    const std::string& target = from.getURI();
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != std::string::npos) request.query = target.substr(question + 1);
    for (const auto& [name, value] : from) {
        request.fields.emplace_back(name, value);
    }
    request.body = std::move(body);
    request.peer = from.clientAddress().host().toString();
    request.left = std::move(left);
    return request;
}

/// Whether the other end has closed the connection.
bool hasLeft(HTTPServerRequest& request) {
    auto& socket = static_cast<HTTPServerRequestImpl&>(request).socket();
    char byte = 0;
    const auto got = recv(socket.impl()->sockfd(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got == 0;
}

/// Waits for the answer; tells its maker when nobody is there any more to take it.
Response await(Mailbox& mailbox, HTTPServerRequest& request, std::stop_source& left) {
    constexpr std::chrono::milliseconds kLookEvery{100};
    for (;;) {
        if (auto response = mailbox.take(kLookEvery)) return std::move(*response);
        if (!left.stop_requested() && hasLeft(request)) left.request_stop();
    }
}

bool isSafeField(std::string_view value) {
    return value.find_first_of("\r\n") == value.npos;
}

void send(HTTPServerResponse& to, const Response& response, bool is_head) {
    to.setStatusAndReason(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(response.status));
    for (const auto& [name, value] : response.fields) {
        if (isSafeField(value)) to.add(name, value);
    }
    const bool has_body = response.status != 204 && response.status != 202;
    if (has_body || !response.body.empty()) {
        to.setContentLength64(static_cast<Poco::Int64>(response.body.size()));
    } else if (response.status == 202) {
        to.setContentLength(0);
    }
    auto& out = to.send();
    if (!is_head) out << response.body;
    out.flush();
}

void sendAndClose(HTTPServerResponse& to, const Response& response, bool is_head) {
    to.setKeepAlive(false);
    send(to, response, is_head);
}

void serve(const Router& router, HTTPServerRequest& request, HTTPServerResponse& response) {
    const bool is_head = request.getMethod() == "HEAD";
    response.setVersion("HTTP/1.1");  // whatever the request called itself
    if (const auto fault = findSyntaxFault(request)) return sendAndClose(response, *fault, is_head);
    if (const auto fault = findFramingFault(request)) {
        return sendAndClose(response, *fault, is_head);
    }
    std::string body;
    if (mayHaveBody(request)) {
        const std::string path = request.getURI().substr(0, request.getURI().find('?'));
        auto read = readBody(request, router.bodyBytesMax(path));
        if (const auto* refused = std::get_if<Response>(&read)) {
            return sendAndClose(response, *refused, is_head);
        }
        body = std::move(std::get<std::string>(read));
    } else if (request.hasContentLength() || request.getChunkedTransferEncoding()) {
        response.setKeepAlive(false);  // a body nobody asked for and nobody reads
    }
    std::stop_source left;
    const auto mailbox = std::make_shared<Mailbox>();
    router.handle(requestOf(request, std::move(body), left.get_token()),
                  [mailbox](Response answer) { mailbox->put(std::move(answer)); });
    const Response answer = await(*mailbox, request, left);
    send(response, answer, is_head);
}

}  // namespace

void PocoExchange::handleRequest(HTTPServerRequest& request, HTTPServerResponse& response) {
    try {
        serve(router_, request, response);
    } catch (const Poco::Exception& e) {  // the connection broke; Poco closes it
        log_.debug("http.connection.broke", {{"reason", e.displayText()}});
        response.setKeepAlive(false);
    }
}

}  // namespace toolhost::http
