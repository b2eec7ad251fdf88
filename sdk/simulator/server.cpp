#include "simulator/server.hpp"

#include <array>
#include <exception>
#include <istream>
#include <optional>
#include <ostream>
#include <stdexcept>

#include <Poco/Exception.h>
#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerRequestImpl.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>
#include <Poco/Net/StreamSocket.h>
#include <Poco/ThreadPool.h>

#include "simulator/auth/authentication.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using Poco::Net::HTTPServerRequest;
using Poco::Net::HTTPServerResponse;

// The platform's own limit on a REST request.
constexpr std::size_t kBodyBytesMax = 10'485'760;
// Files are not held to that; they are held in memory here, so not to the platform's 1 GiB either.
constexpr std::size_t kFileBytesMax = 268'435'456;
constexpr int kThreadsMin = 16;
constexpr int kThreadsMax = 64;
constexpr int kQueuedMax = 256;
constexpr int kKeepAliveSeconds = 20;

/// The whole body; nothing when it is too large.
std::optional<std::string> readBody(std::istream& in, std::size_t bytes_max) {
    std::string body;
    std::array<char, 16'384> block{};
    while (in.read(block.data(), block.size()), in.gcount() > 0) {
        body.append(block.data(), static_cast<std::size_t>(in.gcount()));
        if (body.size() > bytes_max) return std::nullopt;
    }
    return body;
}

/// POST may stand for another verb; HEAD is a GET whose body is left out on the way.
std::string methodOf(const HTTPServerRequest& in) {
    if (in.getMethod() == "HEAD") return "GET";
    if (in.getMethod() != "POST") return in.getMethod();
    return in.get("X-HTTP-Method-Override", "POST");
}

std::string baseUrl(const HTTPServerRequest& in, const std::string& own_url) {
    const auto host = in.get("Host", "");
    constexpr auto kHostBytes =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]";
    const bool plausible = !host.empty() && host.find_first_not_of(kHostBytes) == host.npos;
    return plausible ? "http://" + host : own_url;
}

Request readRequest(const HTTPServerRequest& in, std::string body, const std::string& own_url) {
    const std::string& target = in.getURI();
    const auto question = target.find('?');
    Request request;
    request.method = methodOf(in);
    request.path = percentDecoded(target.substr(0, question), Plus::IsPlus);
    if (question != std::string::npos) request.raw_query = target.substr(question + 1);
    request.query = Parameters::parse(request.raw_query);
    request.base_url = baseUrl(in, own_url);
    request.authorization = in.get("Authorization", "");
    request.api_key = in.get(std::string(kApiKeyName), "");
    request.content_type = in.getContentType();
    request.accept = in.get("Accept", "");
    request.user_agent = in.get("User-Agent", "");
    request.wants_no_body = sameText(in.get("X-no-response-body", ""), "true");
    request.body = std::move(body);
    return request;
}

void addHead(const Reply& reply, HTTPServerResponse& out) {
    out.setStatusAndReason(static_cast<HTTPServerResponse::HTTPStatus>(reply.status));
    out.erase("Date");  // the instance has its own clock
    for (const auto& [name, value] : reply.headers) {
        out.add(name, value);
    }
    const bool empty = reply.body.empty();
    if (!empty) out.setContentType(reply.content_type);
    if (reply.status != 204 && empty) out.setContentLength(0);
    if (!empty) out.setChunkedTransferEncoding(true);
}

/// Ends the connection at once, whatever has been promised on it.
void hangUp(HTTPServerRequest& in, HTTPServerResponse& out) {
    out.setKeepAlive(false);
    dynamic_cast<Poco::Net::HTTPServerRequestImpl&>(in).socket().shutdown();
}

void sendInPieces(const Reply& reply, Instance& instance, std::ostream& stream) {
    const auto& [how, bytes, pause] = reply.delivery;
    for (std::size_t at = 0; at < reply.body.size() && stream; at += bytes) {
        if (at > 0) instance.pause(pause);
        stream << std::string_view(reply.body).substr(at, bytes) << std::flush;
    }
}

void send(const Reply& reply, Instance& instance, HTTPServerRequest& in, HTTPServerResponse& out) {
    using How = Delivery::How;
    const auto how = reply.delivery.how;
    if (how == How::Dropped) return hangUp(in, out);
    addHead(reply, out);
    auto& stream = out.send();
    if (in.getMethod() == "HEAD") return;
    if (how == How::InPieces) return sendInPieces(reply, instance, stream);
    const auto bytes = how == How::CutOff ? reply.delivery.bytes : reply.body.size();
    stream << std::string_view(reply.body).substr(0, bytes) << std::flush;
    if (how == How::CutOff) hangUp(in, out);
}

Reply tooLarge() {
    return refusalReply({413,
                         "Rejected large REST payload",
                         "Max allowed: " + std::to_string(kBodyBytesMax) + " bytes"});
}

class Handler final : public Poco::Net::HTTPRequestHandler {
public:
    Handler(Instance& instance, Log& log, const std::string& own_url)
        : instance_(instance), log_(log), own_url_(own_url) {}

    void handleRequest(HTTPServerRequest& in, HTTPServerResponse& out) override {
        try {
            // Read to its end before any answer, so that the connection stays usable.
            const bool file = in.getURI().find("/attachment/") != std::string::npos;
            auto body = readBody(in.stream(), file ? kFileBytesMax : kBodyBytesMax);
            if (!body) out.setKeepAlive(false);
            send(body ? answer(in, std::move(*body)) : tooLarge(), instance_, in, out);
        } catch (const Poco::Exception& fault) {
            log_.event("sim.connection.lost", {{"reason", fault.displayText()}});
            out.setKeepAlive(false);
        }
    }

private:
    /// A fault of the simulator itself is a 500 that says so, and a line in the log.
    Reply answer(const HTTPServerRequest& in, std::string body) {
        try {
            return instance_.answer(readRequest(in, std::move(body), own_url_));
        } catch (const std::exception& fault) {
            log_.event("sim.request.failed", {{"reason", fault.what()}});
            return refusalReply({500, "Simulator failure", std::string(fault.what())});
        }
    }

    Instance& instance_;
    Log& log_;
    const std::string& own_url_;
};

class HandlerFactory final : public Poco::Net::HTTPRequestHandlerFactory {
public:
    HandlerFactory(Instance& instance, Log& log, const std::string& own_url)
        : instance_(instance), log_(log), own_url_(own_url) {}

    Poco::Net::HTTPRequestHandler* createRequestHandler(const HTTPServerRequest& in) override {
        static_cast<void>(in);
        return new Handler(instance_, log_, own_url_);  // Poco deletes it
    }

private:
    Instance& instance_;
    Log& log_;
    const std::string& own_url_;
};

Poco::Net::ServerSocket listenOn(const std::string& host, std::uint16_t port) {
    try {
        Poco::Net::ServerSocket socket;
        socket.bind(Poco::Net::SocketAddress(host, port), true, false);
        socket.listen(kQueuedMax);
        return socket;
    } catch (const Poco::Exception& fault) {
        throw std::runtime_error("listen on " + host + ":" + std::to_string(port) + ": " +
                                 fault.displayText());
    }
}

Poco::Net::HTTPServerParams::Ptr serverParams() {
    Poco::Net::HTTPServerParams::Ptr params = new Poco::Net::HTTPServerParams;
    params->setMaxThreads(kThreadsMax);
    params->setMaxQueued(kQueuedMax);
    params->setKeepAlive(true);
    params->setKeepAliveTimeout(Poco::Timespan(kKeepAliveSeconds, 0));
    params->setMaxKeepAliveRequests(0);
    return params;
}

}  // namespace

struct Server::Listener {
    Listener(Instance& instance,
             Log& log,
             const std::string& own_url,
             const Poco::Net::ServerSocket& socket)
        : threads(kThreadsMin, kThreadsMax),
          http(new HandlerFactory(instance, log, own_url), threads, socket, serverParams()) {}

    Poco::ThreadPool threads;
    Poco::Net::HTTPServer http;
};

Server::Server(Instance& instance, Log& log, const std::string& host, std::uint16_t port)
    : instance_(instance) {
    const auto socket = listenOn(host, port);
    url_ = "http://" + socket.address().toString();
    listener_ = std::make_unique<Listener>(instance, log, url_, socket);
    listener_->http.start();
}

Server::~Server() {
    instance_.release();
    listener_->http.stopAll(true);
    listener_->threads.joinAll();
}

}  // namespace toolhost::sim
