#include "tools/catalogue.hpp"

namespace toolhost::tools {

base::Result<base::Done> Catalogue::add(const Offerings& newcomers) {
    for (const auto& admitted : {tools_.admits(newcomers.tools),
                                 prompts_.admits(newcomers.prompts),
                                 resources_.admits(newcomers.resources),
                                 templates_.admits(newcomers.templates)}) {
        if (!admitted.ok()) return admitted;
    }
    tools_.put(newcomers.tools);
    prompts_.put(newcomers.prompts);
    resources_.put(newcomers.resources);
    templates_.put(newcomers.templates);
    completions_.put(newcomers.completions);
    return base::Done{};
}

std::shared_ptr<Resource> Catalogue::resourceAt(std::string_view uri) const {
    if (auto exact = resources_.find(uri)) return exact;
    for (const auto& candidate : templates_.all()) {
        if (candidate->definition().pattern->match(uri)) return candidate;
    }
    return nullptr;
}

}  // namespace toolhost::tools
