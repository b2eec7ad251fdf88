// toolhost-sim: simulators that plugins are developed and tested against.
#include <csignal>
#include <cstdio>
#include <exception>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

#include "simulator/arguments.hpp"
#include "simulator/instance.hpp"
#include "simulator/log.hpp"
#include "simulator/server.hpp"

namespace {

using namespace toolhost::sim;

constexpr int kUsageFault = 2;

/// SIGTERM and SIGINT, blocked in every thread that starts after this.
sigset_t blockEndSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

void writeReadyFile(const std::filesystem::path& path, const std::string& line) {
    auto unfinished = path;
    unfinished += ".tmp";
    std::ofstream out(unfinished);
    out << line << std::flush;
    if (!out) throw std::runtime_error("write " + unfinished.string() + ": it cannot be written");
    out.close();
    std::filesystem::rename(unfinished, path);
}

void announce(const Settings& settings, const std::string& url) {
    const nlohmann::json ready{{"event", "ready"}, {"url", url}, {"pid", getpid()}};
    const auto line = ready.dump() + "\n";
    std::cout << line << std::flush;
    if (!settings.ready_file.empty()) writeReadyFile(settings.ready_file, line);
    if (!settings.ready_fd) return;
    if (write(*settings.ready_fd, line.data(), line.size()) < 0) {
        throw std::runtime_error("write to --ready-fd: the descriptor is not open for writing");
    }
}

void serve(const Settings& settings) {
    const auto signals = blockEndSignals();
    Log log(std::cerr, settings.verbosity);
    Instance instance(settings.instance, log, systemNow);
    const Server server(instance, log, settings.host, settings.port);
    announce(settings, server.url());
    int received = 0;
    sigwait(&signals, &received);
}

int run(const std::vector<std::string_view>& arguments) {
    for (const auto argument : arguments) {
        if (argument != "--help" && argument != "-h") continue;
        std::cout << usage();
        return 0;
    }
    if (arguments.empty() || arguments.front() != "servicenow") {
        throw UsageError("name a simulator: servicenow");
    }
    serve(parseArguments({arguments.begin() + 1, arguments.end()}));
    return 0;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run({argv + 1, argv + argc});
    } catch (const UsageError& fault) {
        std::cerr << "toolhost-sim: " << fault.what() << "\nTry: toolhost-sim servicenow --help\n";
        return kUsageFault;
    } catch (const std::exception& fault) {
        std::cerr << "toolhost-sim: " << fault.what() << '\n';
        return 1;
    }
}
