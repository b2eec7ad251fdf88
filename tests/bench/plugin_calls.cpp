// plugin_calls PLUGINS FIXTURES WORKER SECONDS: what one call costs from the tool's run() to its
// answer, in the host's process and in a plugin's own, and what many tools cost. One JSON object.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <nlohmann/json.hpp>
#include <semaphore>
#include <thread>

#include "base/ids.hpp"
#include "loader/plugins.hpp"
#include "outbound/client.hpp"

namespace {

using namespace toolhost;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

struct Setting {
    fs::path plugins;
    fs::path fixtures;
    fs::path worker;
    double seconds = 1;
};

[[noreturn]] void fail(const std::string& why) {
    std::cerr << "plugin_calls: " << why << '\n';
    std::exit(1);
}

/// What plugins are given, without an instance behind it.
class Surroundings {
public:
    [[nodiscard]] loader::Rooms rooms() { return {*service_, clock_, log_}; }

private:
    std::ostream nowhere_{nullptr};
    base::Log log_{nowhere_, base::LogLevel::Error};
    base::SystemClock clock_;
    outbound::Client outbound_{{}, clock_, log_};
    std::unique_ptr<servicenow::Service> service_ =
        servicenow::Service::create({}, {outbound_, clock_, log_}).value();
};

/// One plugin, served from a directory of its own.
class Served {
public:
    Served(const Setting& setting, const fs::path& file, loader::Isolation isolation)
        : directory_(fs::temp_directory_path() / ("bench-" + base::randomHexId())) {
        fs::create_directory(directory_);
        fs::copy_file(file, directory_ / file.filename());
        loader::Settings settings;
        settings.directory = directory_;
        settings.keys = directory_ / "keys";
        settings.permissions = settings.signature = loader::Policy::Off;
        settings.worker_program = setting.worker;
        settings.plugins[file.stem()].isolation = isolation;
        auto started = loader::Plugins::start(settings, surroundings_.rooms());
        if (!started.ok()) fail(started.error().what);
        plugins_ = std::move(started).value();
        if (plugins_->catalogue()->tools().all().empty()) fail(file.string() + " was refused");
    }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    ~Served() {
        plugins_.reset();
        fs::remove_all(directory_);
    }

    [[nodiscard]] std::shared_ptr<const tools::Catalogue> catalogue() const {
        return plugins_->catalogue();
    }

private:
    Surroundings surroundings_;
    fs::path directory_;
    std::unique_ptr<loader::Plugins> plugins_;
};

tools::Invocation invocation(const std::string& arguments) {
    static const auto principal = std::make_shared<const identity::Principal>();
    return {.principal = principal,
            .arguments = arguments,
            .id = "01BENCH",
            .deadline = Clock::now() + std::chrono::seconds(10),
            .cancelled = {}};
}

/// Calls and waits for the answer.
void callOnce(tools::Tool& tool, const std::string& arguments) {
    std::binary_semaphore answered(0);
    bool is_fault = false;
    tool.run(invocation(arguments), [&](const tools::Answer& answer) {
        is_fault = !std::holds_alternative<tools::Reply>(answer);
        answered.release();
    });
    answered.acquire();
    if (is_fault) fail("a call failed");
}

double microseconds(Clock::duration duration) {
    return std::round(std::chrono::duration<double, std::micro>(duration).count() * 100) / 100;
}

nlohmann::json latencyOf(tools::Tool& tool, const std::string& arguments, double seconds) {
    for (int warm_up = 0; warm_up < 1000; ++warm_up)
        callOnce(tool, arguments);
    std::vector<Clock::duration> took;
    const auto began = Clock::now();
    while (Clock::now() - began < std::chrono::duration<double>(seconds)) {
        const auto start = Clock::now();
        callOnce(tool, arguments);
        took.push_back(Clock::now() - start);
    }
    std::sort(took.begin(), took.end());
    return {{"p50_us", microseconds(took[took.size() / 2])},
            {"p99_us", microseconds(took[took.size() * 99 / 100])}};
}

double callsPerSecond(tools::Tool& tool,
                      const std::string& arguments,
                      int callers,
                      double seconds) {
    std::atomic<long> calls{0};
    std::atomic<bool> is_over{false};
    std::vector<std::jthread> threads;
    const auto began = Clock::now();
    for (int caller = 0; caller < callers; ++caller) {
        threads.emplace_back([&] {
            for (; !is_over; ++calls)
                callOnce(tool, arguments);
        });
    }
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    is_over = true;
    threads.clear();
    return std::round(static_cast<double>(calls) /
                      std::chrono::duration<double>(Clock::now() - began).count());
}

nlohmann::json costOf(const Setting& setting, const fs::path& file, const std::string& name) {
    const std::string arguments = R"({"text":")" + std::string(289, 'x') + "\"}";
    nlohmann::json cost;
    for (const auto isolation : {loader::Isolation::InProcess, loader::Isolation::Process}) {
        const Served served(setting, file, isolation);
        const auto tool = served.catalogue()->tools().find(name);
        auto& mode = cost[isolation == loader::Isolation::InProcess ? "in_process" : "process"];
        mode = latencyOf(*tool, arguments, setting.seconds);
        for (const int callers : {1, 4, 16, 32}) {
            mode["calls_per_second"][std::to_string(callers)] =
                callsPerSecond(*tool, arguments, callers, setting.seconds / 4);
        }
    }
    return cost;
}

/// A catalogue of many tools: until it is there, and to find one in it.
nlohmann::json manyTools(const Setting& setting) {
    const auto began = Clock::now();
    const Served served(setting, setting.fixtures / "many_tools.so", loader::Isolation::InProcess);
    const auto started = Clock::now() - began;
    const auto catalogue = served.catalogue();
    constexpr int kLookups = 100'000;
    const auto names = catalogue->tools().names();
    const auto lookups_began = Clock::now();
    for (int lookup = 0; lookup < kLookups; ++lookup) {
        if (!catalogue->tools().find(names[static_cast<std::size_t>(lookup) * 7919 % names.size()]))
            fail("a tool is missing");
    }
    const auto looked_up = Clock::now() - lookups_began;
    std::size_t list_bytes = 0;
    for (const auto& tool : catalogue->tools().all()) {
        list_bytes += tool->definition().json.size();
    }
    return {{"tools", names.size()},
            {"start_ms", std::round(microseconds(started) / 1000)},
            {"lookup_us", microseconds(looked_up / kLookups)},
            {"list_bytes", list_bytes}};
}

}  // namespace

int main(int count, char** arguments) {
    if (count != 5) fail("usage: plugin_calls PLUGINS FIXTURES WORKER SECONDS");
    const Setting setting{arguments[1], arguments[2], arguments[3], std::atof(arguments[4])};
    nlohmann::json figures;
    figures["raw"] = costOf(setting, setting.fixtures / "plain_c.so", "repeats");
    figures["typed"] = costOf(setting, setting.plugins / "echo.so", "echo");
    figures["many_tools"] = manyTools(setting);
    std::cout << figures.dump() << '\n';
}
