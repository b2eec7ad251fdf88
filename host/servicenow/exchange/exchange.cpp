#include "servicenow/exchange/exchange.hpp"

#include <charconv>
#include <memory>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "outbound/url.hpp"
#include "servicenow/exchange/api_reply.hpp"

namespace toolhost::servicenow {
namespace {

/// What load balancers in front of instances take.
constexpr std::size_t kUrlBytesMax = 8'000;

/// The steps of one request, in the order they are taken.
class Exchange : public std::enable_shared_from_this<Exchange> {
public:
    Exchange(Endpoint& endpoint, Caller caller, ApiRequest request, Then<ApiReply> then)
        : caller_(std::move(caller)),
          endpoint_(endpoint),
          request_(std::move(request)),
          attempted_(request_.attempted + " at instance " + base::quoted(endpoint.name)),
          then_(std::move(then)) {}

    void authorize();

private:
    void authorized(Outcome<base::Secret> authorization);
    void entered(Outcome<Gate::Pass> pass);
    [[nodiscard]] outbound::Request outboundRequest() const;
    [[nodiscard]] std::string url() const;
    void answered(outbound::Outcome outcome);
    [[nodiscard]] bool renews(int status);
    [[nodiscard]] std::optional<base::SteadyTime> timeToRepeat(const outbound::Response& response);
    void waitUntil(base::SteadyTime time);
    void logAnswer(const outbound::Response& response) const;
    [[nodiscard]] Problem cancelled() const;

    const Caller caller_;  // first, so that its ticket goes last
    Endpoint& endpoint_;
    const ApiRequest request_;
    const std::string attempted_;
    const Then<ApiReply> then_;
    base::Secret authorization_;
    std::optional<Gate::Pass> pass_;
    bool renewed_ = false;
    bool repeated_ = false;
};

void Exchange::authorize() {
    if (caller_.stop.stop_requested()) return then_(cancelled());
    endpoint_.credentials->authorize(
        caller_, [self = shared_from_this()](Outcome<base::Secret> authorization) {
            self->authorized(std::move(authorization));
        });
}

void Exchange::authorized(Outcome<base::Secret> authorization) {
    if (!authorization) return then_(authorization.problem());
    authorization_ = std::move(authorization).value();
    endpoint_.gate.enter(caller_.stop, [self = shared_from_this()](Outcome<Gate::Pass> pass) {
        self->entered(std::move(pass));
    });
}

void Exchange::entered(Outcome<Gate::Pass> pass) {
    if (!pass) {
        Problem problem = pass.problem();
        problem.message = attempted_ + ": " + problem.message;
        return then_(std::move(problem));
    }
    pass_ = std::move(pass).value();
    auto request = outboundRequest();
    if (request.url.size() > kUrlBytesMax)
        return then_(invalidRequest(attempted_ + ": the query is too long for a URL",
                                    "ask in parts, for example with shorter IN lists"));
    endpoint_.host.client.send(
        std::move(request), caller_.stop, [self = shared_from_this()](outbound::Outcome outcome) {
            self->answered(std::move(outcome));
        });
}

outbound::Request Exchange::outboundRequest() const {
    outbound::Request request{.method = request_.method,
                              .url = url(),
                              .headers = {{"Accept", "application/json"},
                                          {"Authorization", std::string(authorization_.reveal())}},
                              .body = request_.body,
                              .deadline = caller_.deadline};
    if (!request_.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    return request;
}

std::string Exchange::url() const {
    std::string url = endpoint_.url + request_.path;
    if (!request_.parameters.empty()) url += '?' + outbound::encodePairs(request_.parameters);
    return url;
}

void Exchange::answered(outbound::Outcome outcome) {
    pass_->giveBack();
    if (const auto* failure = std::get_if<outbound::Failure>(&outcome))
        return then_(problemOf(*failure, attempted_));
    auto& response = std::get<outbound::Response>(outcome);
    logAnswer(response);
    if (renews(response.status)) return authorize();
    if (const auto time = timeToRepeat(response)) return waitUntil(*time);
    then_(readApiReply(std::move(response), attempted_));
}

/// 401 comes before anything is carried out, so that even a write may be sent again.
bool Exchange::renews(int status) {
    if (status != 401 || renewed_) return false;
    renewed_ = true;
    return endpoint_.credentials->reject(caller_.user, authorization_) ==
           Credentials::After401::AskAgain;
}

std::optional<base::SteadyTime> Exchange::timeToRepeat(const outbound::Response& response) {
    const bool is_busy = response.status == 429 || response.status == 503;
    const auto retry_after = response.findHeader("Retry-After");
    if (!is_busy || !retry_after || repeated_ || request_.method != "GET") return std::nullopt;
    unsigned seconds = 0;
    const auto* const end = retry_after->data() + retry_after->size();
    if (std::from_chars(retry_after->data(), end, seconds).ptr != end) return std::nullopt;
    const auto time = endpoint_.host.clock.steady() + std::chrono::seconds(seconds);
    return time < caller_.deadline ? std::optional(time) : std::nullopt;
}

void Exchange::waitUntil(base::SteadyTime time) {
    repeated_ = true;
    endpoint_.host.client.wait(time, caller_.stop, [self = shared_from_this()](outbound::Wait how) {
        if (how == outbound::Wait::Cancelled) return self->then_(self->cancelled());
        self->authorize();
    });
}

void Exchange::logAnswer(const outbound::Response& response) const {
    const auto transaction = response.findHeader("X-Transaction-ID");
    endpoint_.host.log.debug("servicenow.request.answered",
                             {{"instance", endpoint_.name},
                              {"user", caller_.user},
                              {"method", request_.method},
                              {"path", request_.path},
                              {"status", std::to_string(response.status)},
                              {"transaction", std::string(transaction.value_or(""))}});
}

Problem Exchange::cancelled() const {
    return {.kind = Problem::Kind::Cancelled, .message = attempted_ + ": cancelled"};
}

}  // namespace

void ask(Endpoint& endpoint, const Caller& caller, ApiRequest request, Then<ApiReply> then) {
    std::make_shared<Exchange>(endpoint, caller, std::move(request), std::move(then))->authorize();
}

}  // namespace toolhost::servicenow
