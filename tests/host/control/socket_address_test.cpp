#include "control/socket_address.hpp"

#include <gtest/gtest.h>

#include "control/client.hpp"

#include "owner.hpp"
#include "scratch_folder.hpp"

namespace toolhost::control {
namespace {

TEST(SocketAddress, RefusesALongPathThatLeadsNowhere) {
    EXPECT_FALSE(SocketAddress::in("/" + std::string(120, 'x')).ok());
}

/// A directory in which the socket's path is exactly so long.
std::filesystem::path directoryFor(const ScratchFolder& folder, std::size_t path_bytes) {
    const auto rest =
        path_bytes - folder.path().string().size() - 1 - 1 - std::string(kSocketName).size();
    return folder.path() / std::string(rest, 'd');
}

TEST(SocketAddress, ReachesPathsOnBothSidesOfTheLimit) {
    constexpr std::size_t kLimit = sizeof(sockaddr_un::sun_path);
    const ScratchFolder folder;
    for (const auto bytes : {kLimit - 1, kLimit, kLimit + 60}) {
        const auto directory = directoryFor(folder, bytes);
        const Owner owner(directory);
        EXPECT_TRUE(std::filesystem::is_socket(directory / kSocketName));
        auto client = Client::connect(directory);
        ASSERT_TRUE(client.ok()) << bytes << ": " << client.error().what;
        EXPECT_TRUE(client.value().ask(R"({"command":"x"})").ok());
    }
}

}  // namespace
}  // namespace toolhost::control
