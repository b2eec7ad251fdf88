// The least that a Poco HTTPServer can do for a request: read its body, answer a fixed one.
//
//   bench_poco BODY_FILE
//
// Prints {"event":"ready","url":...,"pid":...} and serves any path until SIGTERM.
#include <csignal>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <unistd.h>

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/Net/ServerSocket.h>

namespace {

namespace net = Poco::Net;

// As many as the benchmark has connections: each holds a thread of this server.
constexpr int kThreads = 256;

std::string readFile(const char* path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error(std::string("cannot read ") + path);
    return {std::istreambuf_iterator<char>(file), {}};
}

class FixedBody final : public net::HTTPRequestHandler {
public:
    explicit FixedBody(const std::string& body) : body_(body) {}

    void handleRequest(net::HTTPServerRequest& request,
                       net::HTTPServerResponse& response) override {
        request.stream().ignore(std::numeric_limits<std::streamsize>::max());
        response.setContentType("application/json");
        response.sendBuffer(body_.data(), body_.size());
    }

private:
    const std::string& body_;
};

class Factory final : public net::HTTPRequestHandlerFactory {
public:
    explicit Factory(std::string body) : body_(std::move(body)) {}

    net::HTTPRequestHandler* createRequestHandler(const net::HTTPServerRequest&) override {
        return new FixedBody(body_);
    }

private:
    std::string body_;
};

net::HTTPServerParams* makeParams() {
    auto* params = new net::HTTPServerParams;
    params->setMaxThreads(kThreads);
    params->setKeepAlive(true);
    params->setMaxKeepAliveRequests(0);
    return params;
}

// Blocked before any thread starts, so that only this waits for it.
sigset_t blockTermination() {
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    pthread_sigmask(SIG_BLOCK, &ends, nullptr);
    return ends;
}

void serve(const char* body_file) {
    const sigset_t ends = blockTermination();
    Poco::ThreadPool pool(2, kThreads + 2);
    net::ServerSocket socket(net::SocketAddress("127.0.0.1", 0));
    net::HTTPServer server(new Factory(readFile(body_file)), pool, socket, makeParams());
    server.start();
    std::cout << R"({"event":"ready","url":"http://127.0.0.1:)" << socket.address().port()
              << R"(","pid":)" << ::getpid() << "}" << std::endl;
    int received = 0;
    sigwait(&ends, &received);
    server.stopAll(true);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        std::cerr << "usage: bench_poco BODY_FILE\n";
        return 2;
    }
    try {
        serve(argv[1]);
        return EXIT_SUCCESS;
    } catch (const std::exception& fault) {
        std::cerr << "bench_poco: " << fault.what() << '\n';
        return EXIT_FAILURE;
    }
}
