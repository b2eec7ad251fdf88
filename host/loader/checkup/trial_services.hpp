#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "boundary/services.hpp"

namespace toolhost::loader {

/// The services of a host that is none: everything may be asked, and nothing outside is reached.
/// What a plugin asks is answered with an error in words, at once or, while replies are withheld,
/// when they are released. Thread-safe.
class TrialServices final : public boundary::Services {
public:
    /// `config` is what the admin set for the plugin.
    explicit TrialServices(std::map<std::string, std::string> config)
        : config_(std::move(config)) {}

    [[nodiscard]] bool grants(std::string_view interface_id) override;
    void log(std::int32_t level, std::string_view message) override;
    [[nodiscard]] std::optional<std::string> config(std::string_view key) const override;
    void configure(const std::map<std::string, std::string>& /*texts*/) override {}
    toolhost_status measure(const boundary::Measurement& measurement) override;
    toolhost_status raise(std::uint32_t event, std::string_view subject) override;
    toolhost_status ask(const boundary::Request& request, boundary::Replied replied) override;

    /// From now on replies wait, as those of a slow instance do.
    void withhold();
    /// Gives the replies that wait, and from now on every one at once.
    void release();

private:
    const std::map<std::string, std::string> config_;
    std::mutex mutex_;
    bool is_withholding_ = false;             // guarded by mutex_
    std::vector<boundary::Replied> waiting_;  // guarded by mutex_
};

}  // namespace toolhost::loader
