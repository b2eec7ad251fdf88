#include "schema/violation.hpp"

namespace toolhost::schema {

std::string describe(const std::vector<Violation>& violations) {
    if (violations.empty()) return {};
    if (violations.size() == 1) return violations.front().message;
    std::string text = std::to_string(violations.size()) + " problems:";
    for (const auto& violation : violations) {
        text += "\n- " + violation.message;
    }
    return text;
}

}  // namespace toolhost::schema
