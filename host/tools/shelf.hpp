#pragma once

#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "base/text.hpp"

namespace toolhost::tools {

/// Offerings of one kind, in order, each name once.
template <typename OfKind>
class Shelf {
public:
    using Several = std::vector<std::shared_ptr<OfKind>>;

    /// Whether the newcomers may come beside those that are there; the error names the twin.
    [[nodiscard]] base::Result<base::Done> admits(const Several& newcomers) const {
        std::set<std::string_view> names;
        for (const auto& newcomer : newcomers) {
            const auto& target = newcomer->target();
            const std::string what = std::string(target.kind) + ' ' + target.name;
            if (!names.insert(target.name).second) {
                return base::Error{"it declares " + what + " twice"};
            }
            if (const auto holder = find(target.name)) {
                return base::Error{what + " already comes from plugin " + holder->target().plugin};
            }
        }
        return base::Done{};
    }

    /// Adds newcomers that are admitted.
    void put(const Several& newcomers) {
        for (const auto& newcomer : newcomers) {
            all_.push_back(newcomer);
            by_name_.emplace(newcomer->target().name, newcomer);
        }
    }

    /// The one of that name, or null.
    [[nodiscard]] std::shared_ptr<OfKind> find(std::string_view name) const {
        const auto found = by_name_.find(std::string(name));
        return found == by_name_.end() ? nullptr : found->second;
    }

    [[nodiscard]] const Several& all() const { return all_; }

    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& one : all_) {
            names.push_back(one->target().name);
        }
        return names;
    }

private:
    Several all_;
    std::unordered_map<std::string, std::shared_ptr<OfKind>> by_name_;
};

}  // namespace toolhost::tools
