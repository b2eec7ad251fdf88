#include "simulator.hpp"

#include <array>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <openssl/pem.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "desk.hpp"

namespace toolhost::servicenow {
namespace {

using File = std::unique_ptr<FILE, decltype(&fclose)>;

/// Writes the public half of keyFile() beside it.
std::string writePublicKey() {
    const std::string path = keyFile() + ".pub";
    const File in(fopen(keyFile().c_str(), "r"), fclose);
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        PEM_read_PrivateKey(in.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    const File out(fopen(path.c_str(), "w"), fclose);
    if (PEM_write_PUBKEY(out.get(), key.get()) != 1)
        throw std::runtime_error("test: cannot write a public key");
    return path;
}

/// Starts the program; its standard output goes to `out`, and it ends with this process, however
/// that ends.
pid_t spawn(std::vector<std::string> arguments, int out) {
    std::vector<char*> argv;
    for (auto& argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    const pid_t pid = fork();
    if (pid < 0) throw std::runtime_error("test: cannot start " + arguments[0]);
    if (pid > 0) return pid;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    dup2(out, STDOUT_FILENO);
    execv(argv[0], argv.data());
    _exit(127);
}

std::string firstLine(int from) {
    std::string line;
    char c = 0;
    while (read(from, &c, 1) == 1 && c != '\n')
        line += c;
    return line;
}

}  // namespace

Simulator::Simulator() : public_key_file_(writePublicKey()) {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("test: no pipe");
    pid_ = spawn({TOOLHOST_SIM,
                  "servicenow",
                  "--port",
                  "0",
                  "--incidents",
                  "150",
                  "--quiet",
                  "--client",
                  "client-1:client-secret-1",
                  "--jwt-client",
                  "client-1:" + public_key_file_ + ":key-1"},
                 ends[1]);
    close(ends[1]);
    const std::string ready = firstLine(ends[0]);
    close(ends[0]);
    url_ = nlohmann::json::parse(ready).at("url").get<std::string>();
}

Simulator::~Simulator() {
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
    std::filesystem::remove(public_key_file_);
}

}  // namespace toolhost::servicenow
