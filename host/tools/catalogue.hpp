#pragma once

#include <memory>
#include <string_view>

#include "base/result.hpp"
#include "tools/offerings.hpp"
#include "tools/shelf.hpp"

namespace toolhost::tools {

/// All that plugins offer, in the order of plugins, then of what each declares. Filled while it is
/// built; then a shared immutable snapshot.
class Catalogue {
public:
    /// Adds what a plugin offers, all or nothing. A name that is taken refuses the newcomer.
    base::Result<base::Done> add(const Offerings& newcomers);

    [[nodiscard]] const Shelf<Tool>& tools() const { return tools_; }
    [[nodiscard]] const Shelf<Prompt>& prompts() const { return prompts_; }
    [[nodiscard]] const Shelf<Resource>& resources() const { return resources_; }
    [[nodiscard]] const Shelf<Resource>& templates() const { return templates_; }
    [[nodiscard]] const Shelf<Completion>& completions() const { return completions_; }

    /// What is read under that URI: a resource, else the first template that fits, else null.
    [[nodiscard]] std::shared_ptr<Resource> resourceAt(std::string_view uri) const;

private:
    Shelf<Tool> tools_;
    Shelf<Prompt> prompts_;
    Shelf<Resource> resources_;
    Shelf<Resource> templates_;
    Shelf<Completion> completions_;
};

}  // namespace toolhost::tools
