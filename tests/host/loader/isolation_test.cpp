#include "loader/isolation.hpp"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace toolhost::loader {
namespace {

const std::string kDigest(64, 'a');

TEST(IsolationOf, APluginThatWasNotShippedIsAProcessOfItsOwn) {
    const auto shipped = ShippedPlugins::read("/nonexistent/list");
    EXPECT_FALSE(runsInProcess(kDigest, Isolation::Auto, shipped));
}

TEST(IsolationOf, AShippedPluginIsThisProcessAsLongAsNotAByteOfItChanges) {
    const auto list = std::filesystem::temp_directory_path() / ("shipped-" + base::randomHexId());
    std::ofstream(list) << kDigest << "  plugins/a.so\nshort line\n";
    const auto shipped = ShippedPlugins::read(list);
    std::filesystem::remove(list);
    EXPECT_TRUE(runsInProcess(kDigest, Isolation::Auto, shipped));
    EXPECT_FALSE(runsInProcess(std::string(64, 'b'), Isolation::Auto, shipped));
}

TEST(IsolationOf, TheAdminsWordHolds) {
    const auto shipped = ShippedPlugins::read("/nonexistent/list");
    EXPECT_TRUE(runsInProcess(kDigest, Isolation::InProcess, shipped));
    EXPECT_FALSE(runsInProcess(kDigest, Isolation::Process, shipped));
}

}  // namespace
}  // namespace toolhost::loader
