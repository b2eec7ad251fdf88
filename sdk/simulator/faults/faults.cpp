#include "simulator/faults/faults.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace toolhost::sim {

namespace {

using nlohmann::json;

json parseFile(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("open " + path.string() + ": there is no such readable file");
    const std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    try {
        auto parsed = json::parse(text);
        if (parsed.is_object()) return parsed;
    } catch (const json::exception& fault) {
        throw std::runtime_error("read " + path.string() + ": " + fault.what());
    }
    throw std::runtime_error("read " + path.string() + ": it is {\"faults\": [...]}");
}

std::vector<Fault> faultsIn(const json& file, const std::filesystem::path& path) {
    std::vector<Fault> faults;
    for (const auto& entry : file.value("faults", json::array())) {
        auto fault = readFault(entry);
        if (!fault) {
            throw std::runtime_error("read " + path.string() + ": " +
                                     fault.refusal().detail.value_or(fault.refusal().message));
        }
        faults.push_back(std::move(fault).value());
    }
    return faults;
}

/// The first of them that hits; one that has hit often enough is gone.
std::optional<Fault> takeFrom(std::vector<Fault>& faults, const Request& request) {
    for (auto at = faults.begin(); at != faults.end(); ++at) {
        if (!at->hits(request)) continue;
        if (at->skip > 0) {
            --at->skip;
            continue;
        }
        Fault fault = *at;
        if (at->count > 0 && --at->count == 0) faults.erase(at);
        return fault;
    }
    return std::nullopt;
}

}  // namespace

Faults::Faults(std::filesystem::path file, Log& log) : file_(std::move(file)), log_(log) {
    if (!file_.empty()) readFile();
}

void Faults::add(Fault fault) {
    const std::lock_guard lock(mutex_);
    planned_.push_back(std::move(fault));
}

void Faults::clear() {
    const std::lock_guard lock(mutex_);
    planned_.clear();
    from_file_.clear();
}

std::optional<Fault> Faults::take(const Request& request) {
    const std::lock_guard lock(mutex_);
    followFile();
    if (auto fault = takeFrom(planned_, request)) return fault;
    return takeFrom(from_file_, request);
}

json Faults::describe() const {
    const std::lock_guard lock(mutex_);
    auto out = json::array();
    for (const auto* faults : {&planned_, &from_file_}) {
        for (const auto& fault : *faults) {
            out.push_back(describeFault(fault));
        }
    }
    return out;
}

void Faults::followFile() {
    if (file_.empty()) return;
    std::error_code fault;
    const auto changed = std::filesystem::last_write_time(file_, fault);
    if (fault || changed == file_time_) return;
    try {
        readFile();
        log_.event("sim.faults.read", {{"file", file_.string()}});
    } catch (const std::exception& unreadable) {
        file_time_ = changed;
        log_.event("sim.faults.unreadable", {{"reason", unreadable.what()}});
    }
}

void Faults::readFile() {
    // Taken first: what is written while we read is read again.
    std::error_code fault;
    const auto changed = std::filesystem::last_write_time(file_, fault);
    const auto parsed = parseFile(file_);
    try {
        from_file_ = faultsIn(parsed, file_);
        clock_skew_ = parsed.value("clock_skew_seconds", 0LL);
        file_time_ = changed;
    } catch (const json::exception& wrong) {
        throw std::runtime_error("read " + file_.string() + ": " + wrong.what());
    }
}

void Faults::pause(std::chrono::milliseconds latency) {
    std::unique_lock lock(mutex_);
    released_.wait_for(lock, latency, [&] { return stopping_; });
}

void Faults::release() {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    released_.notify_all();
}

}  // namespace toolhost::sim
