#include "simulator/timestamp.hpp"

#include <gtest/gtest.h>

namespace toolhost::sim {
namespace {

TEST(ParseTimestamp, RefusesWhatIsNoMoment) {
    for (const auto* text : {"",
                             "2026",
                             "2026-02-30",
                             "2026-13-01",
                             "2026-01-01 25:00:00",
                             "2026-01-01 10:00",
                             "2026-1-1",
                             "01.02.2026",
                             "2026-01-01x10:00:00",
                             "2026-01-01 10:00:00Z"}) {
        EXPECT_FALSE(parseTimestamp(text).has_value()) << text;
    }
}

TEST(ParseTimestamp, ReadsWhatIsWritten) {
    for (const auto* text : {"2026-01-31 10:05:09", "1970-01-01 00:00:00", "2024-02-29 23:59:59"}) {
        EXPECT_EQ(formatTimestamp(*parseTimestamp(text)), text);
    }
    EXPECT_EQ(formatTimestamp(*parseTimestamp("2026-01-31")), "2026-01-31 00:00:00");
}

TEST(FormatHttpDate, WritesWhatHttpWants) {
    EXPECT_EQ(formatHttpDate(parseTimestamp("2026-01-31 10:00:05").value()),
              "Sat, 31 Jan 2026 10:00:05 GMT");
}

}  // namespace
}  // namespace toolhost::sim
