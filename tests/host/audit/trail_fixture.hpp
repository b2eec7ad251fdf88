#pragma once

#include <atomic>
#include <future>
#include <memory>
#include <sstream>
#include <string>

#include <gtest/gtest.h>

#include "audit/trail.hpp"
#include "audit/verify.hpp"
#include "base/clock.hpp"
#include "store/connection.hpp"

#include "../crypto/scratch_folder.hpp"

namespace toolhost::audit {

/// Stands still until it is told to go on. Thread-safe.
class FakeClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override {
        return base::SteadyTime(std::chrono::milliseconds(passed_ms_.load()));
    }
    [[nodiscard]] base::WallTime wall() const override {
        return base::WallTime(std::chrono::seconds(1'785'000'000) +
                              std::chrono::milliseconds(passed_ms_.load()));
    }
    void advance(std::chrono::milliseconds time) { passed_ms_ += time.count(); }

private:
    std::atomic<std::int64_t> passed_ms_{0};
};

/// A trail in a directory of its own.
class TrailFixture : public testing::Test {
protected:
    std::unique_ptr<Trail> open() {
        auto trail = Trail::open(store_, settings_, clock_, log_);
        if (!trail.ok()) ADD_FAILURE() << trail.error().what;
        return std::move(trail).value();
    }

    static Event call(std::string target) {
        Event event;
        event.type = "mcp.tool.call";
        event.outcome = Outcome::Ok;
        event.actor.subject = "abel.tuter";
        event.actor.user = "abel.tuter";
        event.target = std::move(target);
        return event;
    }

    /// Waits until the event is durable or refused.
    static base::Result<base::Done> record(Trail& trail, const Event& event) {
        const auto promise = std::make_shared<std::promise<base::Result<base::Done>>>();
        auto outcome = promise->get_future();
        auto taken =
            trail.append(event, [promise](const auto& written) { promise->set_value(written); });
        return taken.ok() ? outcome.get() : taken;
    }

    /// A trail of so many calls, closed cleanly.
    void makeTrail(int calls) {
        const auto trail = open();
        for (int i = 1; i <= calls; ++i)
            ASSERT_TRUE(trail->append(call("tool" + std::to_string(i)), {}).ok());
    }

    Verdict verdict() const {
        const auto checked = verify(file_);
        if (!checked.ok()) ADD_FAILURE() << checked.error().what;
        return checked.ok() ? checked.value() : Verdict{};
    }

    /// Changes the closed trail as one may who has the file but not the keys.
    void tamper(std::string_view sql) const {
        auto connection = store::Connection::open(file_, store::Access::ReadWrite);
        ASSERT_TRUE(connection.ok());
        const std::string script =
            "DROP TRIGGER IF EXISTS records_stay;"
            "DROP TRIGGER IF EXISTS records_stay_as_they_are;" +
            std::string(sql);
        const auto done = connection.value()->executeScript({"tamper", script});
        ASSERT_TRUE(done.ok()) << done.error().what;
    }

    const ScratchFolder folder_;
    const store::Settings store_{folder_.path()};
    const std::filesystem::path file_ = trailFile(store_);
    Settings settings_;
    FakeClock clock_;
    std::ostringstream log_text_;
    base::Log log_{log_text_, base::LogLevel::Debug};
};

}  // namespace toolhost::audit
