#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "boundary/plugin.hpp"
#include "boundary/services.hpp"
#include "loader/declared/declaration.hpp"

namespace toolhost::loader {

/// A plugin that is data: tools over ServiceNow tables as a *.tools.json file declares them. It
/// runs no code of others and holds no thread while ServiceNow is asked.
class DeclaredPlugin final : public boundary::Plugin {
public:
    /// Reads the file. The error names the place in it and what is expected there.
    static base::Result<std::unique_ptr<Plugin>> open(const std::filesystem::path& file,
                                                      std::shared_ptr<boundary::Services> services);

    DeclaredPlugin(Declaration declaration, std::shared_ptr<boundary::Services> services);

    [[nodiscard]] const boundary::Description& description() const override { return description_; }
    /// Refuses a declaration that names an instance which is not configured.
    base::Result<base::Done> create(std::string_view config_json) override;
    base::Result<bool> reconfigure(const boundary::Configuration& changed) override;
    [[nodiscard]] base::Result<std::vector<std::string>> list(std::uint32_t kind) override;
    base::Result<toolhost_status> call(boundary::Call& call) override;
    void cancel(boundary::Call& call) override;
    [[nodiscard]] base::Result<base::Done> health() override;
    base::Result<base::Done> quiesce() override;

private:
    base::Result<base::Done> checkInstances() const;

    const std::shared_ptr<boundary::Services> services_;
    const boundary::Description description_;
    std::vector<std::shared_ptr<const DeclaredTool>> tools_;  // shared with calls under way
    std::vector<std::string> instances_;                      // set by create()
};

}  // namespace toolhost::loader
