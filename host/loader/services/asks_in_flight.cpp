#include "loader/services/asks_in_flight.hpp"

#include <string_view>
#include <utility>

namespace toolhost::loader {

boundary::Replied AsksInFlight::take(const boundary::Request& request, boundary::Replied replied) {
    const std::size_t bytes = request.json.size() + request.bytes.size();
    if (!add(*count_, bytes)) return nullptr;
    if (request.call != nullptr) request.call->retain();
    return [count = count_, bytes, call = request.call, replied = std::move(replied)](
               toolhost_status status, std::string_view json, std::string_view beside) {
        remove(*count, bytes);  // first, so that who is answered may ask again
        replied(status, json, beside);
        if (call != nullptr) call->release();
        noteReturned(*count);
    };
}

bool AsksInFlight::waitForAll(std::chrono::milliseconds patience) const {
    std::unique_lock lock(count_->mutex);
    return count_->returned.wait_for(lock, patience, [this] { return count_->unreturned == 0; });
}

bool AsksInFlight::add(Count& count, std::size_t bytes) {
    const std::lock_guard lock(count.mutex);
    if (count.asks >= kAsksMax || count.bytes + bytes > kBytesMax) return false;
    ++count.asks;
    ++count.unreturned;
    count.bytes += bytes;
    return true;
}

void AsksInFlight::remove(Count& count, std::size_t bytes) {
    const std::lock_guard lock(count.mutex);
    --count.asks;
    count.bytes -= bytes;
}

void AsksInFlight::noteReturned(Count& count) {
    const std::lock_guard lock(count.mutex);
    --count.unreturned;
    count.returned.notify_all();
}

}  // namespace toolhost::loader
