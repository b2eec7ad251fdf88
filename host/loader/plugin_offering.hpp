#pragma once

#include <atomic>
#include <memory>
#include <utility>

#include "boundary/plugin.hpp"
#include "loader/host_call.hpp"
#include "tools/offerings.hpp"

namespace toolhost::loader {

/// Whether a plugin is called no more, because a call of it never came back. All it offers shares
/// it.
using Quarantine = std::shared_ptr<std::atomic<bool>>;

/// Where what a plugin offers is run.
struct PluginSeat {
    std::shared_ptr<boundary::Plugin> plugin;
    Quarantine is_quarantined;
    CallEnvironment environment;
};

/// Gives the plugin a call, unless it is in quarantine.
void runIn(const PluginSeat& seat,
           std::shared_ptr<const tools::Target> target,
           tools::Invocation invocation,
           tools::Answered answered);

/// Something that a plugin offers: turns a call into the ABI's and its answer back.
template <typename OfKind>
class PluginOffering final : public tools::Offering<OfKind> {
public:
    PluginOffering(OfKind definition, PluginSeat seat)
        : definition_(std::make_shared<const OfKind>(std::move(definition))),
          seat_(std::move(seat)) {}

    [[nodiscard]] const OfKind& definition() const override { return *definition_; }
    void run(tools::Invocation invocation, tools::Answered answered) override {
        runIn(seat_, definition_, std::move(invocation), std::move(answered));
    }
    void quarantine() override { *seat_.is_quarantined = true; }

private:
    const std::shared_ptr<const OfKind> definition_;
    const PluginSeat seat_;
};

}  // namespace toolhost::loader
