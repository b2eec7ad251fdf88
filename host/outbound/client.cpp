#include "outbound/client.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/text.hpp"
#include "base/thread.hpp"
#include "outbound/event_loop.hpp"
#include "outbound/transfer.hpp"
#include "outbound/url.hpp"

namespace toolhost::outbound {
namespace {

bool isTokenCharacter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

/// RFC 9110 §5.6.2, which is what a method and a field name are.
bool isToken(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool isHeaderValue(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// What policy has against the request; empty when nothing.
std::string objectionTo(const Request& request, const Url& url) {
    if (url.scheme != "https" && url.scheme != "http")
        return "only http and https are sent, not " + base::quoted(url.scheme);
    if (url.has_user) return "credentials in a URL are not sent; put them in a header";
    if (!isToken(request.method)) return "the method is not an HTTP token";
    if (request.source && !request.body.empty()) return "it has both a body and a source of one";
    for (const auto& [name, value] : request.headers) {
        if (!isToken(name)) return "the header name " + base::quoted(name) + " is not a token";
        if (!isHeaderValue(value)) return "the value of header " + name + " holds a line break";
    }
    return {};
}

std::string resultOf(const Outcome& outcome) {
    if (const auto* response = std::get_if<Response>(&outcome))
        return std::to_string(response->status);
    return std::get<Failure>(outcome).what;
}

}  // namespace

Client::Client(Settings settings, const base::Clock& clock, base::Log& log)
    : settings_(std::move(settings)),
      clock_(clock),
      log_(log),
      loop_(std::make_unique<EventLoop>(settings_, clock_)) {
    thread_ = std::thread([this] {
        base::nameThisThread("outbound");
        loop_->run();
    });
}

Client::~Client() {
    loop_->close();
    thread_.join();
}

void Client::send(Request request, std::stop_token stop, std::function<void(Outcome)> done) {
    const auto url = parseUrl(request.url);
    if (!url) return done(Failure{Failure::Kind::Refused, url.error().what});
    std::string described = describe(request.method, url.value());
    if (const std::string objection = objectionTo(request, url.value()); !objection.empty())
        return done(Failure{Failure::Kind::Refused, "send " + described + ": " + objection});
    const auto until = deadlineOf(request);
    auto logged = [this, described, done = std::move(done)](Outcome outcome) {
        log_.debug("outbound.request.finished",
                   {{"request", described}, {"result", resultOf(outcome)}});
        done(std::move(outcome));
    };
    loop_->submit(std::make_unique<Transfer>(settings_,
                                             Transfer::Order{.request = std::move(request),
                                                             .described = std::move(described),
                                                             .until = until,
                                                             .stop = std::move(stop),
                                                             .done = std::move(logged)}));
}

void Client::wait(base::SteadyTime until, std::stop_token stop, std::function<void(Wait)> then) {
    loop_->submit(std::make_unique<Alarm>(until, std::move(stop), std::move(then)));
}

base::SteadyTime Client::deadlineOf(const Request& request) const {
    const auto total = clock_.steady() + settings_.total_timeout;
    return request.deadline ? std::min(*request.deadline, total) : total;
}

}  // namespace toolhost::outbound
