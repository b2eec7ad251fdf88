#include <fstream>
#include <future>

#include <gtest/gtest.h>

#include "plugin_directory.hpp"

namespace toolhost::loader {
namespace {

TEST(ReadmePlugin, FitsInTwentyFiveLines) {
    std::ifstream source(README_PLUGIN_SOURCE);
    int lines = 0;
    for (std::string line; std::getline(source, line);)
        if (!line.empty()) ++lines;
    EXPECT_GT(lines, 10);
    EXPECT_LE(lines, 25);
}

std::string greet(const tools::Catalogue& catalogue, const char* arguments) {
    std::promise<tools::Answer> answered;
    tools::Invocation invocation{
        .principal = std::make_shared<identity::Principal>(),
        .arguments = arguments,
        .id = "01TEST",
        .deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5),
        .cancelled = {}};
    catalogue.tools().find("greet")->run(std::move(invocation), [&answered](tools::Answer answer) {
        answered.set_value(std::move(answer));
    });
    const auto reply = std::get<tools::Reply>(answered.get_future().get());
    return reply.content[0]["text"].get<std::string>();
}

TEST(ReadmePlugin, LoadsAndGreets) {
    PluginDirectory plugins({"readme_plugin.so"});
    const auto loaded = plugins.load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().what;
    ASSERT_EQ(loaded.value().catalogue->tools().names(), std::vector<std::string>{"greet"})
        << plugins.log();
    EXPECT_EQ(greet(*loaded.value().catalogue, R"({"name":"Ada","times":2})"),
              "Hello, Ada! Hello, Ada! ");
    EXPECT_EQ(greet(*loaded.value().catalogue, R"({"name":"nobody"})"),
              "There is nobody to greet.");
}

}  // namespace
}  // namespace toolhost::loader
