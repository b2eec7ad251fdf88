#include "mcp/sessions/asks.hpp"

#include <charconv>
#include <utility>

namespace toolhost::mcp {

std::uint64_t Asks::note(Answered answered) {
    const std::lock_guard lock(mutex_);
    open_.emplace(++noted_, std::move(answered));
    return noted_;
}

void Asks::answer(std::string_view id_json, base::Result<std::string> result) {
    std::uint64_t id = 0;
    const auto read = std::from_chars(id_json.data(), id_json.data() + id_json.size(), id);
    if (read.ec != std::errc() || read.ptr != id_json.data() + id_json.size()) return;
    decltype(open_)::node_type asked;  // called without the lock
    {
        const std::lock_guard lock(mutex_);
        asked = open_.extract(id);
    }
    if (asked) asked.mapped()(std::move(result));
}

void Asks::forget(std::uint64_t id) {
    decltype(open_)::node_type forgotten;  // destroyed after the lock is released
    const std::lock_guard lock(mutex_);
    forgotten = open_.extract(id);
}

}  // namespace toolhost::mcp
