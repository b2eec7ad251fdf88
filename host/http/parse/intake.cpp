#include "http/parse/intake.hpp"

#include <utility>

namespace toolhost::http {

Intake::Intake(const HeadLimits& limits, const BodyBytesMax& body_bytes_max)
    : limits_(limits), body_bytes_max_(body_bytes_max), head_(limits) {}

Intake::Progress Intake::advance(std::string_view fresh) {
    if (rest_.empty()) {  // the usual case: a whole request at once, of which nothing is copied
                          // twice
        const auto progress = step(fresh);
        rest_ = fresh;
        return progress;
    }
    rest_.append(fresh);
    std::string_view bytes = rest_;
    const auto progress = step(bytes);
    rest_.erase(0, rest_.size() - bytes.size());
    if (rest_.empty()) rest_ = {};  // gives the memory back
    return progress;
}

Intake::Progress Intake::step(std::string_view& bytes) {
    if (!body_) {
        const auto progress = readHead(bytes);
        if (progress != Progress::Complete) return progress;
    }
    return readBody(bytes);
}

Intake::Progress Intake::readHead(std::string_view& bytes) {
    const auto reading = head_.read(bytes);
    if (reading == Reading::Incomplete) return Progress::Waiting;
    if (reading == Reading::Refused) return refuse(head_.fault());
    Head& head = head_.head();
    auto terms = termsOf(head);
    if (const auto* fault = std::get_if<Fault>(&terms)) return refuse(*fault);
    terms_ = std::move(std::get<Terms>(terms));
    request_version_ = head.minor_version;
    request_.method = std::move(head.method);
    request_.path = std::move(terms_.path);
    request_.query = std::move(terms_.query);
    request_.fields = std::move(head.fields);
    body_.emplace(terms_.framing, body_bytes_max_(request_.path));
    was_head_told_ = false;
    return Progress::Complete;
}

Intake::Progress Intake::readBody(std::string_view& bytes) {
    if (terms_.framing.kind != Framing::Kind::None) {
        const auto reading = body_->read(bytes);
        if (reading == Reading::Refused) return refuse(body_->fault());
        if (reading == Reading::Incomplete) {
            return std::exchange(was_head_told_, true) ? Progress::Waiting : Progress::HeadRead;
        }
    }
    request_.body = std::move(body_->body());
    return Progress::Complete;
}

Intake::Progress Intake::refuse(const Fault& fault) {
    fault_ = fault;
    return Progress::Refused;
}

Request Intake::take() {
    body_.reset();
    head_ = HeadReader(limits_);
    return std::exchange(request_, {});
}

}  // namespace toolhost::http
