#include "loader/workers/restarts.hpp"

#include <algorithm>

namespace toolhost::loader {
namespace {

constexpr std::chrono::seconds kWindow{60};
constexpr std::size_t kTooMany = 6;
constexpr std::chrono::milliseconds kFirstPause{100};

}  // namespace

std::chrono::milliseconds Restarts::pauseAfter(base::SteadyTime end) {
    while (!ends_.empty() && end - ends_.front() > kWindow)
        ends_.pop_front();
    ends_.push_back(end);
    if (ends_.size() >= kTooMany) return kWindow;
    return kFirstPause * (1 << (ends_.size() - 1));
}

}  // namespace toolhost::loader
