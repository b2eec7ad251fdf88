#include "schema/formats/formats.hpp"

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

struct Case {
    const char* format;
    const char* text;
    bool accepted;
};

class FormatOf : public testing::TestWithParam<Case> {};

TEST_P(FormatOf, AcceptsWhatItsStandardDoes) {
    const Format* const format = findFormat(GetParam().format);
    ASSERT_NE(format, nullptr);
    EXPECT_EQ(format->accepts(GetParam().text), GetParam().accepted)
        << GetParam().format << " " << GetParam().text;
}

INSTANTIATE_TEST_SUITE_P(Times,
                         FormatOf,
                         testing::Values(Case{"date", "2023-02-29", false},
                                         Case{"date", "2024-02-29", true},
                                         Case{"date", "1900-02-29", false},
                                         Case{"date", "2024-13-01", false},
                                         Case{"date", "2024-1-01", false},
                                         Case{"date", "", false},
                                         Case{"time", "23:59:60Z", true},
                                         Case{"time", "22:59:60Z", false},
                                         Case{"time", "00:59:60+01:00", true},
                                         Case{"time", "12:00:00", false},
                                         Case{"time", "12:00:00.Z", false},
                                         Case{"date-time", "2026-01-31T23:59:59.25+02:00", true},
                                         Case{"date-time", "2026-01-31 23:59:59Z", false},
                                         Case{"date-time", "2026-01-31", false},
                                         Case{"duration", "P1DT12H", true},
                                         Case{"duration", "P", false},
                                         Case{"duration", "P1Y2D", false},
                                         Case{"duration", "PT1D", false},
                                         Case{"duration", "P1W", true},
                                         Case{"duration", "P1D1D", false},
                                         Case{"duration", "P1DT", false}));

INSTANTIATE_TEST_SUITE_P(Addresses,
                         FormatOf,
                         testing::Values(Case{"ipv4", "256.0.0.1", false},
                                         Case{"ipv4", "127.0.0.1", true},
                                         Case{"ipv4", "127.0.0.01", false},
                                         Case{"ipv6", "::1", true},
                                         Case{"ipv6", "1::2::3", false},
                                         Case{"ipv6", "1:2:3:4:5:6:7:8:9", false},
                                         Case{"ipv6", "::ffff:192.168.0.1", true},
                                         Case{"ipv6", "1.2.3.4::", false},
                                         Case{"ipv6", "", false},
                                         Case{"hostname", "-a.example", false},
                                         Case{"hostname", "www.example.com", true},
                                         Case{"email", "joe", false},
                                         Case{"email", "joe.bloggs@example.com", true},
                                         Case{"email", ".joe@example.com", false},
                                         Case{"email", "\"joe \\\" bloggs\"@example.com", true},
                                         Case{"email", "\"a\"b\"@example.com", false},
                                         Case{"email", "joe@[127.0.0.1]", true},
                                         Case{"uri", "//example.com/a", false},
                                         Case{"uri", "http://user@[::1]:80/a?b#c", true},
                                         Case{"uri", "http://example.com/<", false},
                                         Case{"uri", "http://example.com/%zz", false},
                                         Case{"uri", "http://example.com:x/", false},
                                         Case{"uri", "urn:a:b", true},
                                         Case{"uri-reference", "../a?b", true},
                                         Case{"uri-reference", "1:a", false},
                                         Case{"uri-reference", "a\\b", false}));

INSTANTIATE_TEST_SUITE_P(Others,
                         FormatOf,
                         testing::Values(Case{"uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", false},
                                         Case{"uuid", "2EB8AA08-aa98-11ea-b4aa-73b441d16380", true},
                                         Case{"regex", "(", false},
                                         Case{"regex", "a+", true},
                                         Case{"json-pointer", "a", false},
                                         Case{"json-pointer", "/a~0", true},
                                         Case{"relative-json-pointer", "01/a", false},
                                         Case{"relative-json-pointer", "1/a", true},
                                         Case{"relative-json-pointer", "0#", true}));

TEST(FindFormat, KnowsNoOthers) {
    EXPECT_EQ(findFormat("colour"), nullptr);
}

}  // namespace
}  // namespace toolhost::schema
