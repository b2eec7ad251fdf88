#include "tools/catalogue.hpp"

#include <set>

namespace toolhost::tools {

base::Result<base::Done> Catalogue::check(
    const std::vector<std::shared_ptr<Tool>>& newcomers) const {
    std::set<std::string> names;
    for (const auto& tool : newcomers) {
        const auto& name = tool->definition().name;
        if (!names.insert(name).second) return base::Error{"it declares tool " + name + " twice"};
        if (const auto holder = find(name)) {
            return base::Error{"tool " + name + " already comes from plugin " +
                               holder->definition().plugin +
                               "; set a prefix for one of them in plugins.d"};
        }
    }
    return base::Done{};
}

base::Result<base::Done> Catalogue::add(const std::vector<std::shared_ptr<Tool>>& newcomers) {
    if (auto checked = check(newcomers); !checked.ok()) return checked;
    for (const auto& tool : newcomers) {
        list_json_.back() = tools_.empty() ? ' ' : ',';
        list_json_ += tool->definition().json + ']';
        tools_.push_back(tool);
        by_name_.emplace(tool->definition().name, tool);
    }
    return base::Done{};
}

std::shared_ptr<Tool> Catalogue::find(std::string_view name) const {
    const auto found = by_name_.find(std::string(name));
    return found == by_name_.end() ? nullptr : found->second;
}

std::vector<std::string> Catalogue::names() const {
    std::vector<std::string> names;
    for (const auto& tool : tools_) {
        names.push_back(tool->definition().name);
    }
    return names;
}

}  // namespace toolhost::tools
