#include "telemetry/registry.hpp"

#include <limits>

#include <gtest/gtest.h>

namespace toolhost::telemetry {
namespace {

struct RefusedSample {
    const char* said;
    Sample sample;
    Registry::Fault fault;
};

class RefusedSamples : public testing::TestWithParam<RefusedSample> {};

TEST_P(RefusedSamples, AreNotRecorded) {
    Registry registry;
    ASSERT_FALSE(registry.record("a", {MetricKind::Gauge, "taken", {}, 1}));
    const std::string before = registry.text();
    EXPECT_EQ(registry.record("b", GetParam().sample), GetParam().fault);
    EXPECT_EQ(registry.text(), before);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    RefusedSamples,
    testing::Values(
        RefusedSample{"empty_name", {MetricKind::Gauge, "", {}, 1}, Registry::Fault::Name},
        RefusedSample{"digit_first", {MetricKind::Gauge, "1st", {}, 1}, Registry::Fault::Name},
        RefusedSample{"line_end", {MetricKind::Gauge, "a\nb", {}, 1}, Registry::Fault::Name},
        RefusedSample{
            "own_label", {MetricKind::Gauge, "a", {{"le", "1"}}, 1}, Registry::Fault::Name},
        RefusedSample{
            "reserved_label", {MetricKind::Gauge, "a", {{"__x", "1"}}, 1}, Registry::Fault::Name},
        RefusedSample{"long_label",
                      {MetricKind::Gauge, "a", {{"x", std::string(201, 'y')}}, 1},
                      Registry::Fault::Name},
        RefusedSample{"shrinking", {MetricKind::Counter, "a", {}, -1}, Registry::Fault::Value},
        RefusedSample{"no_number",
                      {MetricKind::Gauge, "a", {}, std::numeric_limits<double>::quiet_NaN()},
                      Registry::Fault::Value},
        RefusedSample{"of_another", {MetricKind::Gauge, "taken", {}, 1}, Registry::Fault::Kind}),
    [](const auto& test) { return test.param.said; });

TEST(Registry, RefusesAnotherKindUnderTheSameName) {
    Registry registry;
    ASSERT_FALSE(registry.record("a", {MetricKind::Gauge, "x", {}, 1}));
    EXPECT_EQ(registry.record("a", {MetricKind::Counter, "x", {}, 1}), Registry::Fault::Kind);
}

TEST(Registry, HoldsEachOwnerToItsSeriesAndKnownOnesGoOn) {
    Registry registry(2);
    const auto sample = [](const char* label) {
        return Sample{MetricKind::Counter, "x_total", {{"of", label}}, 1};
    };
    EXPECT_FALSE(registry.record("a", sample("1")));
    EXPECT_FALSE(registry.record("a", sample("2")));
    EXPECT_EQ(registry.record("a", sample("3")), Registry::Fault::Full);
    EXPECT_FALSE(registry.record("a", sample("2")));
    EXPECT_FALSE(registry.record("b", {MetricKind::Counter, "y_total", {}, 1}));
}

TEST(Registry, WritesPrometheusText) {
    Registry registry;
    ASSERT_FALSE(
        registry.record("a", {MetricKind::Counter, "calls_total", {{"to", "x\"\n\\"}}, 2}));
    ASSERT_FALSE(
        registry.record("a", {MetricKind::Counter, "calls_total", {{"to", "x\"\n\\"}}, 0.5}));
    ASSERT_FALSE(registry.record("a", {MetricKind::Gauge, "queue", {}, 7}));
    ASSERT_FALSE(registry.record("a", {MetricKind::Gauge, "queue", {}, -3}));
    EXPECT_EQ(registry.text(),
              "# TYPE calls_total counter\n"
              "calls_total{to=\"x\\\"\\n\\\\\"} 2.5\n"
              "# TYPE queue gauge\n"
              "queue -3\n");
}

TEST(Registry, SpreadsObservationsOverBucketsThatAddUp) {
    Registry registry;
    for (const double seconds : {0.001, 0.002, 40.0}) {
        ASSERT_FALSE(registry.record("a", {MetricKind::Histogram, "t_seconds", {}, seconds}));
    }
    const std::string text = registry.text();
    for (const char* line : {"t_seconds_bucket{le=\"0.001\"} 1\n",
                             "t_seconds_bucket{le=\"0.0025\"} 2\n",
                             "t_seconds_bucket{le=\"30\"} 2\n",
                             "t_seconds_bucket{le=\"+Inf\"} 3\n",
                             "t_seconds_sum 40.003\n",
                             "t_seconds_count 3\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
    }
}

}  // namespace
}  // namespace toolhost::telemetry
