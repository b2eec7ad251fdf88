#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "boundary/interfaces.hpp"
#include "boundary/plugin.hpp"
#include "boundary/services.hpp"

namespace toolhost::boundary {

/// Reads the object describe() gives; an error says what is missing.
base::Result<Description> readDescription(const std::string& json);

/// A plugin whose library is in this process, entered once.
class LocalPlugin final : public Plugin {
public:
    /// Opens the file, checks its ABI and reads what it says of itself. On failure the library
    /// stays mapped, with the services it may have kept, and nothing of it is called again.
    static base::Result<std::unique_ptr<LocalPlugin>> open(const std::filesystem::path& file,
                                                           std::shared_ptr<Services> services);

    /// Quiesces and destroys the instance; the library stays.
    ~LocalPlugin() override;

    [[nodiscard]] const Description& description() const override { return description_; }
    base::Result<base::Done> create(std::string_view config_json) override;
    base::Result<bool> reconfigure(const Configuration& changed) override;
    [[nodiscard]] base::Result<std::vector<std::string>> list(std::uint32_t kind) override;
    base::Result<toolhost_status> call(Call& call) override;
    void cancel(Call& call) override;
    [[nodiscard]] base::Result<base::Done> health() override;
    base::Result<base::Done> quiesce() override;

    /// [control] What describe() says when it is asked now.
    [[nodiscard]] base::Result<std::string> describeAgain() const;

    /// [control] One life of an instance, from create to destroy. Not while there is one.
    base::Result<base::Done> live(std::string_view config_json);

    /// [control] Quiesces and destroys the instance, if there is one. An error: it may still be
    /// running, and is not destroyed.
    base::Result<base::Done> end();

private:
    LocalPlugin(toolhost_plugin table, std::shared_ptr<Services> services);

    base::Result<base::Done> describe();
    base::Result<base::Done> endTasks();

    const toolhost_plugin table_;
    const std::shared_ptr<Services> services_;
    Description description_;
    void* instance_ = nullptr;
};

}  // namespace toolhost::boundary
