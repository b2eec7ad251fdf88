#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "outbound/message.hpp"

namespace toolhost::outbound {

/// Takes what comes back for one request, within bounds: gathers it as a Response, or passes the
/// body on to the request's sink. Not thread-safe.
class Intake {
public:
    struct Bounds {
        std::size_t header_bytes = 0;
        std::size_t body_bytes = 0;
    };
    /// Why the rest of the answer is not wanted.
    struct Objection {
        Failure::Kind kind = Failure::Kind::TooLarge;
        std::string cause;
    };

    /// `sink` outlives the intake; null means that the body is gathered.
    Intake(Bounds bounds, const BodySink* sink) : bounds_(bounds), sink_(sink) {}

    /// One line of an answer's head, its line end included; interim answers and trailers are
    /// passed over. False when the rest is not wanted.
    [[nodiscard]] bool takeHeader(std::string_view line);
    /// Some of the body, decoded. False when the rest is not wanted.
    [[nodiscard]] bool takeBody(std::string_view bytes);

    [[nodiscard]] const std::optional<Objection>& objection() const { return objection_; }
    /// Whether the final answer's headers have all come.
    [[nodiscard]] bool isHeadComplete() const { return is_head_complete_; }
    /// Whether the sink has seen anything of the answer.
    [[nodiscard]] bool isSinkEngaged() const { return is_sink_engaged_; }
    [[nodiscard]] Response release() { return std::move(response_); }

private:
    void beginHead(std::string_view status_line);
    [[nodiscard]] bool endHead();
    [[nodiscard]] bool object(Failure::Kind kind, std::string cause);

    const Bounds bounds_;
    const BodySink* sink_;
    Response response_;
    std::size_t header_bytes_ = 0;
    std::size_t body_bytes_ = 0;
    bool is_head_complete_ = false;
    bool is_sink_engaged_ = false;
    bool gives_chunks_ = false;
    std::optional<Objection> objection_;
};

}  // namespace toolhost::outbound
