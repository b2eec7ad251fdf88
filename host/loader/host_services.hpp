#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "boundary/services.hpp"
#include "loader/rooms.hpp"

namespace toolhost::loader {

/// What this host does for one plugin: each service it was granted, as that plugin.
class HostServices final : public boundary::Services {
public:
    /// `plugin` names it in the log; `config` is what the admin set for it.
    HostServices(std::string plugin, std::map<std::string, std::string> config, const Rooms& rooms);

    [[nodiscard]] bool grants(std::string_view interface_id) override;
    void log(std::int32_t level, std::string_view message) override;
    [[nodiscard]] std::optional<std::string> config(std::string_view key) const override;
    toolhost_status ask(const boundary::Request& request, boundary::Replied replied) override;

private:
    const std::string plugin_;
    const std::map<std::string, std::string> config_;
    const Rooms rooms_;
};

}  // namespace toolhost::loader
