#include "loader/checkup/check.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace toolhost::loader {

Check failed(Check check, std::string what, std::string remedy) {
    check.outcome = Check::Outcome::Failed;
    check.what = std::move(what);
    check.remedy = std::move(remedy);
    return check;
}

Check skipped(Check check, std::string why) {
    check.outcome = Check::Outcome::Skipped;
    check.what = std::move(why);
    return check;
}

void append(Checks& checks, Checks further) {
    std::move(further.begin(), further.end(), std::back_inserter(checks));
}

bool nothingFailed(const Checks& checks) {
    return std::none_of(checks.begin(), checks.end(), [](const Check& check) {
        return check.outcome == Check::Outcome::Failed;
    });
}

}  // namespace toolhost::loader
