#include "loader/checkup/check.hpp"

#include <algorithm>

namespace toolhost::loader {

bool nothingFailed(const Checks& checks) {
    return std::none_of(checks.begin(), checks.end(), [](const Check& check) {
        return check.outcome == Check::Outcome::Failed;
    });
}

}  // namespace toolhost::loader
