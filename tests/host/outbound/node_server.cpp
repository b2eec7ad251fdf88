#include "node_server.hpp"

#include <array>
#include <fcntl.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace toolhost::outbound {
namespace {

/// The first line of the output; empty when it ended before.
std::string firstLineFrom(int output) {
    std::string line;
    char c = 0;
    while (read(output, &c, 1) == 1 && c != '\n')
        line += c;
    return line;
}

/// A process whose standard input and output are pipes.
struct Started {
    pid_t process = -1;
    int input = -1;
    int output = -1;
};

Started start(std::array<const char*, 5> arguments) {
    std::array<int, 2> to_child{};
    std::array<int, 2> from_child{};
    if (pipe2(to_child.data(), O_CLOEXEC) != 0 || pipe2(from_child.data(), O_CLOEXEC) != 0)
        throw std::runtime_error("test server: no pipes");
    posix_spawn_file_actions_t actions{};
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, to_child[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, from_child[1], STDOUT_FILENO);
    Started started{-1, to_child[1], from_child[0]};
    posix_spawn(&started.process,
                arguments.front(),
                &actions,
                nullptr,
                const_cast<char* const*>(arguments.data()),
                environ);
    posix_spawn_file_actions_destroy(&actions);
    close(to_child[0]);
    close(from_child[1]);
    return started;
}

}  // namespace

NodeServer::NodeServer()
    : identity_("IP:127.0.0.1,DNS:*.host.test"),
      certificate_(identity_.certificate.get()),
      key_(identity_.key.get()) {
    const std::string key = key_.path();
    const std::string certificate = certificate_.path();
    const Started started =
        start({TOOLHOST_NODE, TOOLHOST_TLS_SERVER, key.c_str(), certificate.c_str(), nullptr});
    process_ = started.process;
    input_ = started.input;
    const std::string line = firstLineFrom(started.output);
    close(started.output);
    if (std::sscanf(line.c_str(), "%d %d %d", &port_, &proxy_port_, &secure_proxy_port_) != 3)
        throw std::runtime_error("test server: " TOOLHOST_TLS_SERVER " did not start");
}

NodeServer::~NodeServer() {
    close(input_);
    waitpid(process_, nullptr, 0);
}

bool NodeServer::isAvailable() {
    return access(TOOLHOST_NODE, X_OK) == 0;
}

}  // namespace toolhost::outbound
