#include "tasks/task.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/base64.hpp"
#include "base/ids.hpp"

namespace toolhost::tasks {
namespace {

constexpr std::size_t kIdBytes = 32;

constexpr std::array<std::pair<Status, std::string_view>, 5> kNames = {
    {{Status::Working, "working"},
     {Status::InputRequired, "input_required"},
     {Status::Completed, "completed"},
     {Status::Cancelled, "cancelled"},
     {Status::Failed, "failed"}}};

}  // namespace

std::string_view nameOf(Status status) {
    return kNames.at(static_cast<std::size_t>(status)).second;
}

std::optional<Status> statusNamed(std::string_view name) {
    const auto* found = std::find_if(
        kNames.begin(), kNames.end(), [name](const auto& row) { return row.second == name; });
    if (found == kNames.end()) return std::nullopt;
    return found->first;
}

bool isFinal(Status status) {
    return status != Status::Working && status != Status::InputRequired;
}

Owner ownerOf(const identity::Principal& principal) {
    return {principal.client_id, principal.subject};
}

std::string makeTaskId() {
    return base::encodeBase64Url(base::randomBytes(kIdBytes));
}

}  // namespace toolhost::tasks
