#include "loader/services/shared_services.hpp"

#include <utility>

#include "crypto/secret_file.hpp"

namespace toolhost::loader {
namespace {

/// Tasks of plugins in this process that run at once.
constexpr std::size_t kTaskThreads = 4;

base::Result<PluginKeys> ensureKeys(const std::filesystem::path& directory) {
    auto sealer = crypto::Sealer::ensure(directory / "plugin-data.key");
    if (!sealer.ok()) return sealer.error();
    auto authentication = crypto::ensureSecretKey(directory / "plugin-codes.key");
    if (!authentication.ok()) return authentication.error();
    return PluginKeys{std::move(sealer).value(), std::move(authentication).value()};
}

}  // namespace

std::vector<store::Migrations> SharedServices::migrations() {
    return {KeyValues::migrations()};
}

base::Result<std::unique_ptr<SharedServices>> SharedServices::open(ServiceRooms rooms) {
    auto keys = ensureKeys(rooms.state_dir / "keys");
    if (!keys.ok()) return base::because("open the plugins' keys", keys.error());
    return std::unique_ptr<SharedServices>(
        new SharedServices(std::move(rooms), std::move(keys).value()));
}

SharedServices::SharedServices(ServiceRooms rooms, PluginKeys keys)
    : rooms_(std::move(rooms)),
      keys_(std::move(keys)),
      values_(rooms_.database, rooms_.clock),
      tasks_(kTaskThreads),
      sql_files_(rooms_.state_dir / "plugins" / "data", rooms_.clock) {}

}  // namespace toolhost::loader
