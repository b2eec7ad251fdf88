#include "mcp/way_back.hpp"

#include <atomic>
#include <mutex>
#include <utility>

namespace toolhost::mcp {
namespace {

class AnswerOnly final : public WayBack {
public:
    explicit AnswerOnly(Respond respond) : respond_(std::move(respond)) {}

    bool say(const std::string& /*message*/) override { return false; }
    void answer(Outbound outbound) override { respond_(std::move(outbound)); }
    [[nodiscard]] bool carriesMessages() const override { return false; }

private:
    const Respond respond_;
};

class Alongside final : public WayBack {
public:
    Alongside(std::shared_ptr<EventStream> line, Respond respond)
        : line_(std::move(line)), respond_(std::move(respond)) {}

    bool say(const std::string& message) override { return line_->send({.data = message}); }
    void answer(Outbound outbound) override { respond_(std::move(outbound)); }
    [[nodiscard]] bool carriesMessages() const override { return true; }

private:
    const std::shared_ptr<EventStream> line_;
    const Respond respond_;
};

/// Undecided until there is something to say, or the answer.
class FromPost final : public WayBack {
public:
    FromPost(OpenStream open, Respond respond, Resumption resumption)
        : open_(std::move(open)),
          respond_(std::move(respond)),
          resumption_(std::move(resumption)) {}

    bool say(const std::string& message) override { return becomeStream() && send(message); }

    void answer(Outbound outbound) override {
        auto undecided = Form::Undecided;
        const bool is_one_body = form_.compare_exchange_strong(undecided, Form::OneBody);
        if (is_one_body || !hasStream()) return respond_(std::move(outbound));
        if (!outbound.body.empty()) send(outbound.body);
        end();
    }

    [[nodiscard]] bool carriesMessages() const override { return static_cast<bool>(open_); }
    [[nodiscard]] bool canComeBack() const override {
        return carriesMessages() && resumption_.expects_pauses;
    }

    void comeBack(std::chrono::milliseconds retry) override {
        if (becomeStream() && track_) track_->letGo(retry);
    }

private:
    enum class Form { Undecided, OneBody, Stream };

    bool becomeStream() {
        if (!open_) return false;
        auto form = Form::Undecided;
        if (!form_.compare_exchange_strong(form, Form::Stream) && form == Form::OneBody) {
            return false;
        }
        return hasStream();
    }

    /// Opens the stream the first time it is asked, and waits while another thread does.
    bool hasStream() {
        std::call_once(opening_, [this] {
            stream_ = open_();
            if (!stream_ || !resumption_.open_track) return;
            track_ = resumption_.open_track();
            track_->attach(stream_);
        });
        return stream_ != nullptr;
    }

    /// What goes on a track is sent even when the client has gone: it may come back for it.
    bool send(const std::string& message) {
        if (!track_) return stream_->send({.data = message});
        track_->send(message);
        return true;
    }

    void end() { track_ ? track_->finish() : stream_->end(); }

    const OpenStream open_;
    const Respond respond_;
    const Resumption resumption_;
    std::atomic<Form> form_{Form::Undecided};
    std::once_flag opening_;
    std::shared_ptr<EventStream> stream_;  // written once, under opening_
    std::shared_ptr<Track> track_;         // the same
};

}  // namespace

std::shared_ptr<WayBack> answerOnly(Respond respond) {
    return std::make_shared<AnswerOnly>(std::move(respond));
}

std::shared_ptr<WayBack> alongside(std::shared_ptr<EventStream> line, Respond respond) {
    return std::make_shared<Alongside>(std::move(line), std::move(respond));
}

std::shared_ptr<WayBack> fromPost(OpenStream open, Respond respond, Resumption resumption) {
    return std::make_shared<FromPost>(std::move(open), std::move(respond), std::move(resumption));
}

}  // namespace toolhost::mcp
