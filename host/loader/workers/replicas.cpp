#include "loader/workers/replicas.hpp"

#include <algorithm>

namespace toolhost::loader {
namespace {

/// Ready before not ready, then by how much it has to do.
bool isFreer(const std::unique_ptr<WorkerPlugin>& one, const std::unique_ptr<WorkerPlugin>& other) {
    return one->load() < other->load();
}

}  // namespace

base::Result<base::Done> Replicas::create(std::string_view config_json) {
    for (const auto& process : processes_) {
        if (auto created = process->create(config_json); !created.ok()) return created;
    }
    return base::Done{};
}

base::Result<bool> Replicas::reconfigure(const boundary::Configuration& changed) {
    std::size_t taken_up = 0;
    for (const auto& process : processes_) {
        auto taken = process->reconfigure(changed);
        if (!taken.ok() && taken_up == 0) return taken;
        if (!taken.ok() || !taken.value()) return false;
        ++taken_up;
    }
    return true;
}

base::Result<std::vector<std::string>> Replicas::list(std::uint32_t kind) {
    return processes_.front()->list(kind);
}

base::Result<toolhost_status> Replicas::call(boundary::Call& call) {
    return (*std::min_element(processes_.begin(), processes_.end(), &isFreer))->call(call);
}

/// To all: only the one that holds the call knows it.
void Replicas::cancel(boundary::Call& call) {
    for (const auto& process : processes_) {
        process->cancel(call);
    }
}

base::Result<base::Done> Replicas::health() {
    for (const auto& process : processes_) {
        if (auto well = process->health(); !well.ok()) return well;
    }
    return base::Done{};
}

base::Result<base::Done> Replicas::quiesce() {
    for (const auto& process : processes_) {
        if (auto quiet = process->quiesce(); !quiet.ok()) return quiet;
    }
    return base::Done{};
}

}  // namespace toolhost::loader
