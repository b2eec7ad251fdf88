#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.hpp"
#include "tools/tool.hpp"

namespace toolhost::tools {

/// The tools there are, in the order plugins then tools declare. Filled while it is built; then a
/// shared immutable snapshot.
class Catalogue {
public:
    /// Adds a plugin's tools, all or none. A name that is taken refuses the newcomer.
    base::Result<base::Done> add(const std::vector<std::shared_ptr<Tool>>& newcomers);

    /// The tool of that name, or null.
    [[nodiscard]] std::shared_ptr<Tool> find(std::string_view name) const;

    [[nodiscard]] const std::vector<std::shared_ptr<Tool>>& tools() const { return tools_; }

    /// The JSON array of their MCP Tool objects, made once.
    [[nodiscard]] const std::string& listJson() const { return list_json_; }

    [[nodiscard]] std::vector<std::string> names() const;

private:
    [[nodiscard]] base::Result<base::Done> check(
        const std::vector<std::shared_ptr<Tool>>& newcomers) const;

    std::vector<std::shared_ptr<Tool>> tools_;
    std::unordered_map<std::string, std::shared_ptr<Tool>> by_name_;
    std::string list_json_ = "[]";
};

}  // namespace toolhost::tools
