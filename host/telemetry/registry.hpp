#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace toolhost::telemetry {

/// What a number is, by Prometheus' words.
enum class MetricKind {
    Counter,   ///< only grows: what is recorded is added
    Gauge,     ///< the present value
    Histogram  ///< observations, spread over fixed buckets; seconds for durations
};

/// Names and values of the labels that tell series of one metric apart.
using Labels = std::map<std::string, std::string>;

/// One number to record.
struct Sample {
    MetricKind kind = MetricKind::Counter;
    std::string name;
    Labels labels;
    double value = 0;
};

/// The numbers that this process tells, each metric with its series. Bounded for each owner, so
/// that none can fill the memory or drown the others. Thread-safe.
class Registry {
public:
    /// The upper bounds of a histogram's buckets; one more holds the rest.
    static constexpr std::array<double, 14> kBuckets{
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30};

    explicit Registry(std::size_t series_max_each = 1'000) : series_max_each_(series_max_each) {}

    /// Why a number was not recorded.
    enum class Fault {
        Name,   ///< no name or label by Prometheus' rules
        Kind,   ///< the name is another kind's or another owner's already
        Value,  ///< a counter that would shrink, or no finite number
        Full    ///< the owner has too many series
    };

    /// Records one number of that owner ("host", a plugin's id). Absent when it was.
    [[nodiscard]] std::optional<Fault> record(const std::string& owner, const Sample& sample);

    /// All of them in Prometheus' text format (0.0.4), by name, then by labels.
    [[nodiscard]] std::string text() const;

private:
    struct Series {
        double value = 0;  // of a histogram the sum
        std::array<std::uint64_t, kBuckets.size() + 1> counts{};
    };
    struct Metric {
        std::string owner;
        MetricKind kind = MetricKind::Counter;
        std::map<std::string, Series> series;  // by the labels' text
    };

    static void write(const std::string& name, const Metric& metric, std::string& text);

    const std::size_t series_max_each_;
    mutable std::mutex mutex_;
    std::map<std::string, Metric> metrics_;            // guarded by mutex_, by name
    std::map<std::string, std::size_t> series_owned_;  // guarded by mutex_, by owner
};

}  // namespace toolhost::telemetry
