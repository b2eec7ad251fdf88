#include "loader/checkup/process_facts.hpp"

#include <fstream>
#include <string>

namespace toolhost::loader {
namespace {

/// The number behind "name:" in /proc/<process>/status.
std::optional<std::size_t> statusNumber(pid_t process, const std::string& name) {
    std::ifstream status("/proc/" + std::to_string(process) + "/status");
    for (std::string word; status >> word;) {
        std::size_t number = 0;
        if (word == name + ':' && status >> number) return number;
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::size_t> ownMemory(pid_t process) {
    const auto kibibytes = statusNumber(process, "RssAnon");
    if (!kibibytes) return std::nullopt;
    return *kibibytes << 10U;
}

std::optional<std::size_t> threadsOf(pid_t process) {
    return statusNumber(process, "Threads");
}

}  // namespace toolhost::loader
