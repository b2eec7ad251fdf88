#include "base/log.hpp"

#include <algorithm>
#include <sstream>

#include <gtest/gtest.h>

namespace toolhost::base {
namespace {

TEST(Log, NeverWritesASecretByNameOrShape) {
    std::ostringstream out;
    Log log(out, LogLevel::Info);
    log.info("test.event", {{"client_secret", "hunter2"}, {"header", "Bearer abc.def"}});
    EXPECT_EQ(out.str().find("hunter2"), std::string::npos);
    EXPECT_EQ(out.str().find("abc.def"), std::string::npos);
}

TEST(Log, KeepsAnInjectedLineOnOneLine) {
    std::ostringstream out;
    Log log(out, LogLevel::Info);
    log.info("test.event", {{"name", "x\n2026 info forged"}});
    const std::string written = out.str();
    EXPECT_EQ(std::count(written.begin(), written.end(), '\n'), 1);
}

TEST(Log, DropsWhatIsBelowItsLevel) {
    std::ostringstream out;
    Log log(out, LogLevel::Warning);
    log.info("test.quiet");
    log.warning("test.loud", {{"n", "1"}});
    EXPECT_EQ(out.str().find("test.quiet"), std::string::npos);
    EXPECT_NE(out.str().find("warning test.loud n=1\n"), std::string::npos);
}

}  // namespace
}  // namespace toolhost::base
