#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// The secrets that the admin granted (`secret.<name>`). Functions wait for the host and throw
/// ServiceError. Thread-safe.
class Secrets {
public:
    explicit Secrets(Asking asking) : asking_(std::move(asking)) {}

    /// Keep it no longer than it is needed, and log it never. ServiceError of kind "not_granted":
    /// the admin set none of that name.
    std::string get(std::string_view name) const {
        if (!asking_.has(TOOLHOST_SECRETS_SERVICE)) throw ServiceError(none(name));
        return asking_.wait(TOOLHOST_SECRETS_SERVICE, {{"op", "get"}, {"name", name}}).bytes;
    }

    std::vector<std::string> names() const {
        if (!asking_.has(TOOLHOST_SECRETS_SERVICE)) return {};
        return asking_.wait(TOOLHOST_SECRETS_SERVICE, {{"op", "names"}})
            .json.value("names", std::vector<std::string>());
    }

private:
    static Reply none(std::string_view name) {
        const std::string why =
            "the admin granted this plugin no secrets; set secret." + std::string(name);
        return {TOOLHOST_E_DENIED, {{"error", {{"kind", "not_granted"}, {"message", why}}}}, {}};
    }

    Asking asking_;
};

}  // namespace toolhost::sdk
