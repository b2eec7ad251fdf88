#include "http/connection/listener.hpp"

#include <filesystem>
#include <fstream>
#include <string>
#include <sys/stat.h>

#include <gtest/gtest.h>

#include "tls_files.hpp"

namespace toolhost::http {
namespace {

TEST(ListenOn, SharesAPortWithNobody) {
    const auto one = listenOn("127.0.0.1", 0);
    ASSERT_TRUE(one.ok());
    EXPECT_NE(one.value().port, 0);
    const auto other = listenOn("127.0.0.1", one.value().port);
    ASSERT_FALSE(other.ok());
    EXPECT_NE(other.error().what.find("listen.port"), std::string::npos);
    EXPECT_FALSE(listenOn("no such host.invalid", 0).ok());
}

TEST(ListenAt, ReplacesOnlyWhatNobodyListensOn) {
    const TlsFiles scratch("unused.example");  // for its folder
    const auto path = scratch.folder() / "host.sock";
    auto one = listenAt(path, UnixAccess::Owner);
    ASSERT_TRUE(one.ok());
    EXPECT_FALSE(listenAt(path, UnixAccess::Owner).ok());
    one.value().socket = {};
    EXPECT_TRUE(listenAt(path, UnixAccess::Owner).ok());
    const auto file = scratch.folder() / "file";
    std::ofstream(file) << "kept";
    EXPECT_FALSE(listenAt(file, UnixAccess::Owner).ok());
    EXPECT_EQ(std::filesystem::file_size(file), 4U);
    EXPECT_FALSE(listenAt(scratch.folder() / std::string(120, 'x'), UnixAccess::Owner).ok());
}

TEST(ListenAt, LetsInWhomItIsTold) {
    const TlsFiles scratch("unused.example");
    const auto modeOf = [](const std::filesystem::path& path) {
        struct stat status {};
        stat(path.c_str(), &status);
        return status.st_mode & 0777U;
    };
    ASSERT_TRUE(listenAt(scratch.folder() / "a", UnixAccess::Owner).ok());
    ASSERT_TRUE(listenAt(scratch.folder() / "b", UnixAccess::Group).ok());
    EXPECT_EQ(modeOf(scratch.folder() / "a"), 0600U);
    EXPECT_EQ(modeOf(scratch.folder() / "b"), 0660U);
}

}  // namespace
}  // namespace toolhost::http
