#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace toolhost::boundary {

/// The texts of toolhost.config/1, which change when a plugin takes up others. Thread-safe.
class ConfigTexts {
public:
    explicit ConfigTexts(std::map<std::string, std::string> texts) : texts_(std::move(texts)) {}

    [[nodiscard]] std::optional<std::string> find(std::string_view key) const {
        const std::lock_guard lock(mutex_);
        const auto found = texts_.find(std::string(key));
        if (found == texts_.end()) return std::nullopt;
        return found->second;
    }

    void replace(const std::map<std::string, std::string>& texts) {
        const std::lock_guard lock(mutex_);
        texts_ = texts;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> texts_;  // guarded by mutex_
};

}  // namespace toolhost::boundary
