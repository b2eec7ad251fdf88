#include "mcp/sessions/tracks.hpp"

#include <algorithm>
#include <charconv>

#include "base/ids.hpp"

namespace toolhost::mcp {

Tracks::Tracks() : birth_(base::randomHexId().substr(0, 8)) {}

std::shared_ptr<Track> Tracks::open(bool primes) {
    const std::lock_guard lock(mutex_);
    std::string name = nextName();
    auto track = std::make_shared<Track>(name, primes);
    tracks_.push_back({std::move(name), track});
    // Those that still run are kept by their requests, but nobody comes back to them.
    if (tracks_.size() > kKeptMax) tracks_.pop_front();
    return track;
}

std::shared_ptr<Track> Tracks::standing() {
    const std::lock_guard lock(mutex_);
    if (!standing_.track) {
        standing_.name = nextName();
        standing_.track = std::make_shared<Track>(standing_.name, false);
    }
    return standing_.track;
}

std::optional<Tracks::Place> Tracks::find(std::string_view event_id) const {
    const auto dot = event_id.rfind('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const auto name = event_id.substr(0, dot);
    const auto digits = event_id.substr(dot + 1);
    std::uint64_t number = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (read.ec != std::errc() || read.ptr != digits.data() + digits.size()) return std::nullopt;
    const std::lock_guard lock(mutex_);
    if (standing_.track && standing_.name == name) return Place{standing_.track, number};
    const auto found = std::find_if(
        tracks_.begin(), tracks_.end(), [name](const Named& one) { return one.name == name; });
    if (found == tracks_.end()) return std::nullopt;
    return Place{found->track, number};
}

std::string Tracks::nextName() {
    return birth_ + '.' + std::to_string(++opened_);
}

}  // namespace toolhost::mcp
