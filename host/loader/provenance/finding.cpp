#include "loader/provenance/finding.hpp"

#include <algorithm>
#include <iterator>

namespace toolhost::loader {

std::string textOf(const Finding& finding) {
    return finding.what + "; " + finding.remedy;
}

const Finding* findRefusal(const Findings& findings) {
    const auto found = std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
        return finding.weight == Weight::Refuses;
    });
    return found == findings.end() ? nullptr : &*found;
}

Weight weightOf(Policy policy) {
    return policy == Policy::Require ? Weight::Refuses : Weight::Warns;
}

void append(Findings& findings, Findings further) {
    std::move(further.begin(), further.end(), std::back_inserter(findings));
}

}  // namespace toolhost::loader
