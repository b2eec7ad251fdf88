#include "calls/admission.hpp"

namespace toolhost::calls {

bool Admission::admit(const std::shared_ptr<InFlight>& call, const std::string& plugin) {
    const std::lock_guard lock(mutex_);
    if (is_closed_ || in_flight_.size() >= bounds_.all) return false;
    std::size_t& of_plugin = of_plugin_[plugin];
    if (of_plugin >= bounds_.per_plugin) return false;
    ++of_plugin;
    in_flight_.insert(call);
    return true;
}

void Admission::leave(const std::shared_ptr<InFlight>& call, const std::string& plugin) {
    const std::lock_guard lock(mutex_);
    if (in_flight_.erase(call) == 0) return;  // it was not let in
    const auto of_plugin = of_plugin_.find(plugin);
    if (--of_plugin->second == 0) of_plugin_.erase(of_plugin);
    if (in_flight_.empty()) emptied_.notify_all();
}

std::set<std::shared_ptr<InFlight>> Admission::close(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    is_closed_ = true;
    emptied_.wait_for(lock, patience, [this] { return in_flight_.empty(); });
    return in_flight_;
}

}  // namespace toolhost::calls
