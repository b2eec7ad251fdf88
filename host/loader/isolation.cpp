#include "loader/isolation.hpp"

#include <fstream>

namespace toolhost::loader {
namespace {

constexpr std::size_t kDigestCharacters = 64;

}  // namespace

ShippedPlugins ShippedPlugins::read(const std::filesystem::path& list) {
    ShippedPlugins shipped;
    std::ifstream lines(list);
    for (std::string line; std::getline(lines, line);) {
        if (line.size() >= kDigestCharacters) {
            shipped.digests_.insert(line.substr(0, kDigestCharacters));
        }
    }
    return shipped;
}

bool runsInProcess(const std::string& sha256, Isolation isolation, const ShippedPlugins& shipped) {
    if (isolation == Isolation::Auto) return shipped.contains(sha256);
    return isolation == Isolation::InProcess;
}

}  // namespace toolhost::loader
