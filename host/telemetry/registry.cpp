#include "telemetry/registry.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <system_error>

namespace toolhost::telemetry {
namespace {

constexpr std::size_t kNameCharactersMax = 200;
constexpr std::size_t kLabelBytesMax = 200;
constexpr std::size_t kLabelsMax = 8;
constexpr std::string_view kFirstCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_";
constexpr std::string_view kDigits = "0123456789";

/// A letter or _, then those and digits. The colon that metrics may have is for recording rules.
bool isName(std::string_view name) {
    if (name.empty() || name.size() > kNameCharactersMax) return false;
    if (kFirstCharacters.find(name.front()) == std::string_view::npos) return false;
    return std::all_of(name.begin(), name.end(), [](char c) {
        return kFirstCharacters.find(c) != std::string_view::npos ||
               kDigits.find(c) != std::string_view::npos;
    });
}

/// Names with __ in front and `le` are Prometheus' own.
bool isLabel(const std::pair<const std::string, std::string>& label) {
    return isName(label.first) && label.first.rfind("__", 0) != 0 && label.first != "le" &&
           label.second.size() <= kLabelBytesMax;
}

bool isWellFormed(const Sample& sample) {
    return isName(sample.name) && sample.labels.size() <= kLabelsMax &&
           std::all_of(sample.labels.begin(), sample.labels.end(), isLabel);
}

std::string escaped(const std::string& value) {
    std::string text;
    for (const char c : value) {
        if (c == '\\' || c == '"') text += '\\';
        text += c == '\n' ? std::string("\\n") : std::string(1, c);
    }
    return text;
}

/// `a="b",c="d"`
std::string textOf(const Labels& labels) {
    std::string text;
    for (const auto& [name, value] : labels) {
        if (!text.empty()) text += ',';
        text += name + "=\"" + escaped(value) + '"';
    }
    return text;
}

/// The shortest text that reads as the same number.
std::string numberText(double number) {
    if (std::isinf(number)) return number > 0 ? "+Inf" : "-Inf";
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return {digits.data(), end.ptr};
}

std::string_view nameOf(MetricKind kind) {
    switch (kind) {
        case MetricKind::Counter:
            return "counter";
        case MetricKind::Gauge:
            return "gauge";
        case MetricKind::Histogram:
            break;
    }
    return "histogram";
}

void writeLine(std::string& text,
               const std::string& name,
               const std::string& labels,
               const std::string& value) {
    text += name;
    if (!labels.empty()) text += '{' + labels + '}';
    text += ' ' + value + '\n';
}

std::size_t bucketOf(double value) {
    const auto* const bound =
        std::lower_bound(Registry::kBuckets.begin(), Registry::kBuckets.end(), value);
    return static_cast<std::size_t>(bound - Registry::kBuckets.begin());
}

}  // namespace

std::optional<Registry::Fault> Registry::record(const std::string& owner, const Sample& sample) {
    if (!isWellFormed(sample)) return Fault::Name;
    const bool shrinks = sample.kind == MetricKind::Counter && sample.value < 0;
    if (!std::isfinite(sample.value) || shrinks) return Fault::Value;
    const std::string labels = textOf(sample.labels);
    const std::lock_guard lock(mutex_);
    const auto metric = metrics_.find(sample.name);
    const bool is_known = metric != metrics_.end();
    if (is_known && (metric->second.kind != sample.kind || metric->second.owner != owner)) {
        return Fault::Kind;
    }
    if (!is_known || !metric->second.series.contains(labels)) {
        if (series_owned_[owner] >= series_max_each_) return Fault::Full;
        ++series_owned_[owner];
    }
    Metric& kept = metrics_[sample.name];
    kept.owner = owner;
    kept.kind = sample.kind;
    Series& series = kept.series[labels];
    series.value = sample.kind == MetricKind::Gauge ? sample.value : series.value + sample.value;
    if (sample.kind == MetricKind::Histogram) ++series.counts.at(bucketOf(sample.value));
    return std::nullopt;
}

std::string Registry::text() const {
    std::string text;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, metric] : metrics_) {
        text += "# TYPE " + name + ' ' + std::string(nameOf(metric.kind)) + '\n';
        write(name, metric, text);
    }
    return text;
}

void Registry::write(const std::string& name, const Metric& metric, std::string& text) {
    for (const auto& [labels, series] : metric.series) {
        if (metric.kind != MetricKind::Histogram) {
            writeLine(text, name, labels, numberText(series.value));
            continue;
        }
        const std::string before = labels.empty() ? labels : labels + ',';
        std::uint64_t count = 0;
        for (std::size_t i = 0; i < series.counts.size(); ++i) {
            count += series.counts[i];
            const std::string bound = i < kBuckets.size() ? numberText(kBuckets[i]) : "+Inf";
            writeLine(
                text, name + "_bucket", before + "le=\"" + bound + '"', std::to_string(count));
        }
        writeLine(text, name + "_sum", labels, numberText(series.value));
        writeLine(text, name + "_count", labels, std::to_string(count));
    }
}

}  // namespace toolhost::telemetry
