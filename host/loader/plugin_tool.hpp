#pragma once

#include <atomic>
#include <memory>

#include "boundary/plugin.hpp"
#include "loader/host_call.hpp"
#include "tools/tool.hpp"

namespace toolhost::loader {

/// A tool that lives in a plugin: turns a call into the ABI's and its answer back.
class PluginTool final : public tools::Tool {
public:
    /// Whether a plugin is called no more, because a call of it never came back. Its tools share
    /// it.
    using Quarantine = std::shared_ptr<std::atomic<bool>>;

    PluginTool(tools::Definition definition,
               std::shared_ptr<boundary::Plugin> plugin,
               Quarantine quarantine,
               const CallEnvironment& environment);

    [[nodiscard]] const tools::Definition& definition() const override { return *definition_; }
    void run(tools::Invocation invocation, tools::Answered answered) override;
    void quarantine() override { *is_quarantined_ = true; }

private:
    const std::shared_ptr<const tools::Definition> definition_;
    const std::shared_ptr<boundary::Plugin> plugin_;
    const Quarantine is_quarantined_;
    const CallEnvironment environment_;
};

}  // namespace toolhost::loader
