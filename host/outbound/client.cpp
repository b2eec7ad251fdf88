#include "outbound/client.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

#include "base/http_token.hpp"
#include "base/text.hpp"
#include "base/thread.hpp"
#include "outbound/delivery.hpp"
#include "outbound/url.hpp"

namespace toolhost::outbound {
namespace {

bool isHeaderValue(std::string_view text) {
    return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

/// What policy has against the request; empty when nothing.
std::string objectionTo(const Request& request, const Url& url) {
    if (url.scheme != "https" && url.scheme != "http") {
        return "only http and https are sent, not " + base::quoted(url.scheme);
    }
    if (url.has_user) return "credentials in a URL are not sent; put them in a header";
    if (!base::isHttpToken(request.method)) return "the method is not an HTTP token";
    if (request.source && !request.body.empty()) return "it has both a body and a source of one";
    for (const auto& [name, value] : request.headers) {
        if (!base::isHttpToken(name))
            return "the header name " + base::quoted(name) + " is not a token";
        if (!isHeaderValue(value)) return "the value of header " + name + " holds a line break";
    }
    return {};
}

/// What connections and failures are counted by.
std::string hostOf(const Url& url) {
    return url.scheme + "://" + base::toLower(url.host) + ":" + url.port;
}

}  // namespace

Client::Client(Settings settings, const base::Clock& clock, base::Log& log)
    : engine_(std::make_unique<Engine>(std::move(settings), clock, log)), thread_([this] {
          base::nameThisThread("outbound");
          engine_->loop.run();
      }) {}

Client::~Client() {
    engine_->loop.close();
    thread_.join();
}

void Client::send(Request request, std::stop_token stop, std::function<void(Outcome)> done) {
    const auto refuse = [&](std::string why) {
        engine_->metrics.requestRefused();
        done(Failure{Failure::Kind::Refused, std::move(why)});
    };
    const auto url = parseUrl(request.url);
    if (!url) return refuse(url.error().what);
    std::string described = describe(request.method, url.value());
    std::string objection = objectionTo(request, url.value());
    if (objection.empty() && request.reach == Reach::Public) {
        objection = engine_->guard.objectionTo(url.value()).value_or("");
    }
    if (!objection.empty()) return refuse("send " + described + ": " + objection);
    Delivery::Order order{.request = std::move(request),
                          .described = std::move(described),
                          .host = hostOf(url.value()),
                          .stop = std::move(stop),
                          .done = std::move(done)};
    std::make_shared<Delivery>(*engine_, std::move(order))->begin();
}

void Client::wait(base::SteadyTime until, std::stop_token stop, std::function<void(Wait)> then) {
    engine_->loop.submit(std::make_unique<Alarm>(until, std::move(stop), std::move(then)));
}

Snapshot Client::snapshot() const {
    Snapshot snapshot = engine_->metrics.snapshot();
    snapshot.breakers = engine_->breakers.statuses();
    return snapshot;
}

}  // namespace toolhost::outbound
