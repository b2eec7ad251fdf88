#include "outbound/intake.hpp"

#include <charconv>
#include <utility>

#include "base/text.hpp"

namespace toolhost::outbound {
namespace {

constexpr int kFirstFinalStatus = 200;

std::string_view withoutLineEnd(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) {
        line.remove_suffix(1);
    }
    return line;
}

bool isStatusLine(std::string_view line) {
    return line.substr(0, 5) == "HTTP/";
}

/// Of "HTTP/1.1 200 OK" or "HTTP/2 200"; 0 when there is none.
int statusOf(std::string_view status_line) {
    const auto space = status_line.find(' ');
    if (space == std::string_view::npos) return 0;
    const std::string_view digits = status_line.substr(space + 1, 3);
    int status = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return status;
}

}  // namespace

bool Intake::takeHeader(std::string_view line) {
    header_bytes_ += line.size();
    if (header_bytes_ > bounds_.header_bytes) {
        return object(Failure::Kind::TooLarge,
                      "the answer's headers are longer than " +
                          std::to_string(bounds_.header_bytes) +
                          " bytes; see outbound.response_header_bytes_max");
    }
    if (is_head_complete_) return true;  // a trailer: it may not pose as a header field
    const std::string_view text = withoutLineEnd(line);
    if (text.empty()) return endHead();
    if (isStatusLine(text)) {
        beginHead(text);
        return true;
    }
    const auto colon = text.find(':');
    if (colon != std::string_view::npos) {
        response_.headers.emplace_back(text.substr(0, colon), base::trim(text.substr(colon + 1)));
    }
    return true;
}

void Intake::beginHead(std::string_view status_line) {
    response_.headers.clear();  // an interim answer came before
    response_.status = statusOf(status_line);
}

bool Intake::endHead() {
    if (response_.status < kFirstFinalStatus) return true;
    is_head_complete_ = true;
    if (sink_ == nullptr) return true;
    is_sink_engaged_ = true;
    const auto choice = sink_->head(response_);
    if (!choice) return object(Failure::Kind::Abandoned, choice.error().what);
    gives_chunks_ = choice.value() == BodySink::Choice::Chunks;
    return true;
}

bool Intake::takeBody(std::string_view bytes) {
    if (bytes.size() > bounds_.body_bytes - body_bytes_) {
        return object(Failure::Kind::TooLarge,
                      "the answer is longer than " + std::to_string(bounds_.body_bytes) +
                          " bytes; ask for less (outbound.response_bytes_max bounds any answer)");
    }
    body_bytes_ += bytes.size();
    if (!gives_chunks_) {
        response_.body += bytes;
        return true;
    }
    const auto taken = sink_->chunk(bytes);
    return taken.ok() || object(Failure::Kind::Abandoned, taken.error().what);
}

bool Intake::object(Failure::Kind kind, std::string cause) {
    objection_ = Objection{kind, std::move(cause)};
    return false;
}

}  // namespace toolhost::outbound
