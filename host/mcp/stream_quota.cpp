#include "mcp/stream_quota.hpp"

#include <functional>
#include <optional>
#include <utility>

namespace toolhost::mcp {

/// One stream's place in the count.
class StreamQuota::Seat {
public:
    Seat(StreamQuota& quota, std::string caller) : quota_(quota), caller_(std::move(caller)) {}
    Seat(const Seat&) = delete;
    Seat& operator=(const Seat&) = delete;
    ~Seat() { giveBack(); }

    void giveBack() {
        const std::lock_guard lock(quota_.mutex_);
        if (std::exchange(is_given_back_, true)) return;
        const auto found = quota_.open_.find(caller_);
        if (--found->second == 0) quota_.open_.erase(found);
    }

private:
    StreamQuota& quota_;
    const std::string caller_;
    bool is_given_back_ = false;  // guarded by the quota's mutex
};

/// A stream on its seat.
class StreamQuota::Seated final : public EventStream {
public:
    Seated(std::shared_ptr<EventStream> stream, std::shared_ptr<Seat> seat, std::stop_token left)
        : stream_(std::move(stream)),
          seat_(std::move(seat)),
          left_(std::move(left), Leave{seat_}) {}

    bool send(const Event& event) override { return stream_->send(event); }
    void end() override {
        stream_->end();
        seat_->giveBack();
    }

private:
    struct Leave {
        std::shared_ptr<Seat> seat;
        void operator()() const { seat->giveBack(); }
    };

    const std::shared_ptr<EventStream> stream_;
    const std::shared_ptr<Seat> seat_;
    const std::stop_callback<Leave> left_;
};

std::shared_ptr<EventStream> StreamQuota::open(const std::string& caller,
                                               const OpenStream& open,
                                               const std::stop_token& left) {
    auto seat = take(caller);
    if (!seat || !open) return nullptr;
    auto stream = open();
    if (!stream) return nullptr;
    return std::make_shared<Seated>(std::move(stream), std::move(seat), left);
}

bool StreamQuota::hasRoom(const std::string& caller) const {
    const std::lock_guard lock(mutex_);
    const auto found = open_.find(caller);
    return found == open_.end() || found->second < per_caller_max_;
}

std::shared_ptr<StreamQuota::Seat> StreamQuota::take(const std::string& caller) {
    {
        const std::lock_guard lock(mutex_);
        std::size_t& open = open_[caller];
        if (open >= per_caller_max_) return nullptr;
        ++open;
    }
    return std::make_shared<Seat>(*this, caller);
}

}  // namespace toolhost::mcp
