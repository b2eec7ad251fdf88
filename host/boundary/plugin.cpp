#include "boundary/plugin.hpp"

namespace toolhost::boundary {
namespace {

/// Why the status a plugin returned from call() cannot stand unless the call is answered; empty
/// when it can.
std::string complaintOf(const base::Result<toolhost_status>& status) {
    if (!status.ok()) return status.error().what;
    if (status.value() == TOOLHOST_PENDING) return {};
    if (status.value() == TOOLHOST_OK) return "it said it had answered, but it had not";
    return "call returned status " + std::to_string(status.value());
}

}  // namespace

void run(Plugin& plugin, Call& call) {
    const std::string complaint = complaintOf(plugin.call(call));
    if (!complaint.empty()) call.misbehaved(complaint);
}

}  // namespace toolhost::boundary
