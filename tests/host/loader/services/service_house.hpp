#pragma once

#include <atomic>
#include <chrono>
#include <filesystem>
#include <future>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "audit/search.hpp"
#include "base/clock.hpp"
#include "base/ids.hpp"
#include "base/log.hpp"
#include "loader/services/service.hpp"
#include "loader/services/shared_services.hpp"

namespace toolhost::loader {

/// A clock that stands until it is moved.
class StandingClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override { return steady_ + passed_.load(); }
    [[nodiscard]] base::WallTime wall() const override { return wall_ + passed_.load(); }
    void advance(std::chrono::seconds by) { passed_ = passed_.load() + by; }

private:
    const base::SteadyTime steady_ = std::chrono::steady_clock::now();
    const base::WallTime wall_ = std::chrono::system_clock::now();
    std::atomic<std::chrono::seconds> passed_{std::chrono::seconds(0)};
};

/// A state directory and the services that stand on it.
class ServiceHouse {
public:
    ServiceHouse() {
        std::filesystem::create_directory(directory_);
        std::filesystem::permissions(directory_, std::filesystem::perms::owner_all);
        database_ =
            store::Database::open(directory_ / "toolhost.db", SharedServices::migrations(), log)
                .value();
        trail_ = audit::Trail::open({.state_dir = directory_}, {}, clock, log).value();
        shared_ = SharedServices::open({.database = *database_,
                                        .trail = *trail_,
                                        .outbound = outbound_,
                                        .metrics = metrics,
                                        .clock = clock,
                                        .log = log,
                                        .state_dir = directory_,
                                        .events = &events})
                      .value();
    }
    ServiceHouse(const ServiceHouse&) = delete;
    ServiceHouse& operator=(const ServiceHouse&) = delete;
    ~ServiceHouse() { std::filesystem::remove_all(directory_); }

    [[nodiscard]] SharedServices& shared() { return *shared_; }
    [[nodiscard]] audit::Trail& trail() { return *trail_; }
    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

    /// What is on the audit trail of that type, as lines of JSON.
    [[nodiscard]] std::vector<std::string> recorded(const std::string& type) const {
        waitForRecords();
        std::vector<std::string> lines;
        const auto rows =
            audit::search(audit::trailFile({.state_dir = directory_}), {.type = type, .user = {}});
        for (const auto& row : rows.value()) {
            if (row.record.type != kLastRecord) lines.push_back(row.line);
        }
        return lines;
    }

    StandingClock clock;
    telemetry::Registry metrics;
    EventInbox events;
    std::ostringstream log_text;
    base::Log log{log_text, base::LogLevel::Debug};

private:
    static constexpr const char* kLastRecord = "test.last";

    /// Until what was recorded so far is on disk, as records are written in order.
    void waitForRecords() const {
        const auto promise = std::make_shared<std::promise<void>>();
        auto written = promise->get_future();
        audit::Event event;
        event.type = kLastRecord;
        const auto taken = trail_->append(event, [promise](const auto&) { promise->set_value(); });
        if (taken.ok()) written.wait();
    }

    const std::filesystem::path directory_ =
        std::filesystem::temp_directory_path() / ("services-" + base::randomHexId());
    base::SystemClock time_;
    outbound::Client outbound_{{}, time_, log};
    std::unique_ptr<store::Database> database_;
    std::unique_ptr<audit::Trail> trail_;
    std::unique_ptr<SharedServices> shared_;
};

/// What a service answered.
struct Told {
    toolhost_status status = TOOLHOST_E_FAILED;
    nlohmann::json json;
    std::string bytes;

    [[nodiscard]] std::string kind() const {
        return json.value(nlohmann::json::json_pointer("/error/kind"), "");
    }
};

/// Asks for the plugin itself and waits.
inline Told askService(Service& service, const std::string& json, std::string_view bytes = {}) {
    const auto promise = std::make_shared<std::promise<Told>>();
    auto told = promise->get_future();
    service.ask({.service = "", .call = nullptr, .json = json, .bytes = bytes},
                [promise](toolhost_status status, std::string_view text, std::string_view beside) {
                    promise->set_value(
                        {status, nlohmann::json::parse(text, nullptr, false), std::string(beside)});
                });
    return told.get();
}

inline Told askService(Service& service, const nlohmann::json& json, std::string_view bytes = {}) {
    return askService(service, json.dump(), bytes);
}

}  // namespace toolhost::loader
