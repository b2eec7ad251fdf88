#include "tools/offerings.hpp"

#include <algorithm>

namespace toolhost::tools {
namespace {

template <typename OfKind>
bool areUnused(const Several<OfKind>& several) {
    return std::all_of(
        several.begin(), several.end(), [](const auto& one) { return one.use_count() == 1; });
}

}  // namespace

bool Offerings::isUnused() const {
    return areUnused(tools) && areUnused(prompts) && areUnused(resources) && areUnused(templates) &&
           areUnused(completions);
}

}  // namespace toolhost::tools
