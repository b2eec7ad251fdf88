#include "tasks/waited_audience.hpp"

#include <utility>

namespace toolhost::tasks {
namespace {

class WaitedAudience final : public tools::Audience {
public:
    WaitedAudience(std::shared_ptr<const Waiting> waiting,
                   std::shared_ptr<tools::Audience> audience)
        : waiting_(std::move(waiting)), audience_(std::move(audience)) {}

    void progress(const tools::Progress& progress) override {
        if (waiting_->isWaitedFor()) audience_->progress(progress);
    }
    void message(const tools::Message& message) override {
        if (waiting_->isWaitedFor()) audience_->message(message);
    }
    [[nodiscard]] bool canComeBack() const override {
        return waiting_->isWaitedFor() && audience_->canComeBack();
    }
    void comeBack(std::chrono::milliseconds retry) override {
        if (waiting_->isWaitedFor()) audience_->comeBack(retry);
    }

private:
    const std::shared_ptr<const Waiting> waiting_;
    const std::shared_ptr<tools::Audience> audience_;
};

}  // namespace

std::shared_ptr<tools::Audience> whileWaited(const std::shared_ptr<const Waiting>& waiting,
                                             std::shared_ptr<tools::Audience> audience) {
    if (!audience) return nullptr;
    return std::make_shared<WaitedAudience>(waiting, std::move(audience));
}

}  // namespace toolhost::tasks
