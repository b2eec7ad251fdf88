#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string>
#include <unistd.h>

#include "worker/connection.hpp"
#include "worker/worker.hpp"

namespace {

/// Where the host puts its end of the socket.
constexpr int kSocket = 3;

int serve() {
    toolhost::worker::Connection connection(kSocket);
    toolhost::worker::Worker worker(connection);
    const auto served = worker.serve();
    if (!served.ok()) std::fprintf(stderr, "toolhost-worker: %s\n", served.error().what.c_str());
    return served.ok() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace

/// Runs one plugin for a toolhost, which starts it; of no use by hand.
int main() {
    int status = EXIT_FAILURE;
    try {
        status = serve();
    } catch (const std::exception& e) {
        std::fprintf(stderr, "toolhost-worker: %s\n", e.what());
    }
    std::fflush(nullptr);
    _exit(status);  // what the plugin registered to run at exit is not worth waiting for
}
