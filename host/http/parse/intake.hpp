#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "http/exchange.hpp"
#include "http/parse/body_reader.hpp"
#include "http/parse/head_reader.hpp"
#include "http/parse/terms.hpp"

namespace toolhost::http {

/// Turns the bytes of one connection into requests, one after the other. Knows no socket; between
/// requests it holds no memory. Used by one thread at a time.
class Intake {
public:
    /// The most a body for that path may hold, in bytes.
    using BodyBytesMax = std::function<std::size_t(std::string_view path)>;

    enum class Progress {
        Waiting,   ///< more bytes must come
        HeadRead,  ///< said once a request, when its body has not come with its head
        Complete,  ///< take() the request
        Refused,   ///< see fault(); nothing further is read
    };

    Intake(const HeadLimits& limits, const BodyBytesMax& body_bytes_max);

    /// Goes on with what was left of earlier bytes, and then these.
    Progress advance(std::string_view fresh);

    /// After Complete: the request, without its peer; the next advance() begins another.
    Request take();
    /// After HeadRead or Complete, until take().
    [[nodiscard]] const Terms& terms() const { return terms_; }
    [[nodiscard]] int minorVersion() const { return request_version_; }
    /// After HeadRead: the request so far, its body empty.
    [[nodiscard]] const Request& request() const { return request_; }
    /// After Refused.
    [[nodiscard]] const Fault& fault() const { return fault_; }

    /// Whether nothing of a further request has come.
    [[nodiscard]] bool isIdle() const { return !body_ && !head_.hasBegun() && rest_.empty(); }
    [[nodiscard]] bool isInBody() const { return body_.has_value(); }
    [[nodiscard]] std::size_t bodyReceived() const { return body_ ? body_->received() : 0; }
    /// Whether bytes wait that no request was made of yet.
    [[nodiscard]] bool hasRest() const { return !rest_.empty(); }

private:
    Progress step(std::string_view& bytes);
    Progress readHead(std::string_view& bytes);
    Progress readBody(std::string_view& bytes);
    Progress refuse(const Fault& fault);

    HeadLimits limits_;
    const BodyBytesMax& body_bytes_max_;
    HeadReader head_;
    std::optional<BodyReader> body_;
    bool was_head_told_ = false;
    std::string rest_;  // came, and belongs to what is not whole yet
    Request request_;
    Terms terms_;
    int request_version_ = 1;
    Fault fault_;
};

}  // namespace toolhost::http
