#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// Tells the host numbers about the plugin, which it shows beside its own. Names are as Prometheus
/// wants them: `greetings_total`, `wait_seconds`. Without the interface nothing happens.
/// Thread-safe.
class Metrics {
public:
    using Labels = std::map<std::string, std::string>;

    explicit Metrics(const Asking& asking)
        : api_(asking.host().find<toolhost_metrics_api>(TOOLHOST_METRICS_INTERFACE)) {}

    /// Adds to a counter. False when the host does not take it.
    bool count(std::string_view name, double value = 1, const Labels& labels = {}) const {
        return record(TOOLHOST_METRIC_COUNT, name, labels, value);
    }
    /// Sets the present value.
    bool gauge(std::string_view name, double value, const Labels& labels = {}) const {
        return record(TOOLHOST_METRIC_GAUGE, name, labels, value);
    }
    /// Adds an observation to a histogram.
    bool observe(std::string_view name, double value, const Labels& labels = {}) const {
        return record(TOOLHOST_METRIC_OBSERVE, name, labels, value);
    }

private:
    bool record(std::uint32_t kind,
                std::string_view name,
                const Labels& labels,
                double value) const {
        if (api_ == nullptr) return false;
        const std::string text = labels.empty() ? std::string() : nlohmann::json(labels).dump();
        return api_->record(api_->context, kind, toAbi(name), toAbi(text), value) == TOOLHOST_OK;
    }

    const toolhost_metrics_api* api_;
};

}  // namespace toolhost::sdk
