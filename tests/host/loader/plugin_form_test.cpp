#include "loader/plugin_form.hpp"

#include <gtest/gtest.h>

namespace toolhost::loader {
namespace {

TEST(PluginForm, IsWhatTheFilesNameSays) {
    EXPECT_EQ(formOf("desk.tools.json"), PluginForm::Declared);
    EXPECT_EQ(formOf("/plugins/desk.tools.json"), PluginForm::Declared);
    EXPECT_EQ(formOf("echo.so"), PluginForm::Library);
    EXPECT_EQ(formOf("desk.tools.json.so"), PluginForm::Library);
    EXPECT_EQ(formOf("unknown"), PluginForm::Library);
}

TEST(PluginNameOf, IsTheFilesNameWithoutItsEnding) {
    EXPECT_EQ(pluginNameOf("/plugins/echo.so"), "echo");
    EXPECT_EQ(pluginNameOf("desk.tools.json"), "desk");
    EXPECT_EQ(pluginNameOf("a.b.so"), "a.b");
    EXPECT_EQ(pluginNameOf("unknown"), "unknown");
}

}  // namespace
}  // namespace toolhost::loader
