#pragma once

#include <memory>
#include <vector>

#include "boundary/plugin.hpp"
#include "loader/workers/worker_plugin.hpp"

namespace toolhost::loader {

/// One plugin in several processes at once: a call goes to the one with the fewest, and one that
/// ends takes its own calls with it only.
class Replicas final : public boundary::Plugin {
public:
    using Processes = std::vector<std::unique_ptr<WorkerPlugin>>;

    /// At least one, all of the same file.
    explicit Replicas(Processes processes) : processes_(std::move(processes)) {}

    [[nodiscard]] const boundary::Description& description() const override {
        return processes_.front()->description();
    }
    base::Result<base::Done> create(std::string_view config_json) override;
    /// Where some take it up and others do not, the plugin has to be made anew.
    base::Result<bool> reconfigure(const boundary::Configuration& changed) override;
    /// The first one's.
    [[nodiscard]] base::Result<std::vector<std::string>> list(std::uint32_t kind) override;
    base::Result<toolhost_status> call(boundary::Call& call) override;
    void cancel(boundary::Call& call) override;
    [[nodiscard]] base::Result<base::Done> health() override;
    base::Result<base::Done> quiesce() override;

private:
    const Processes processes_;
};

}  // namespace toolhost::loader
