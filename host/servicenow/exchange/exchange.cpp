#include "servicenow/exchange/exchange.hpp"

#include <memory>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "outbound/url.hpp"
#include "servicenow/exchange/api_reply.hpp"
#include "servicenow/exchange/tiny_url.hpp"

namespace toolhost::servicenow {
namespace {

/// What load balancers in front of instances take.
constexpr std::size_t kUrlBytesMax = 8'000;
/// From here on the instance is asked for a short name of the URL.
constexpr std::size_t kUrlBytesUsual = 2'048;

/// What rate rules can tell apart: the method and the API with its table.
Lane laneOf(const std::string& user, const ApiRequest& request) {
    constexpr int kSegments = 4;  // "/api/now/table/incident"
    std::size_t end = 0;
    for (int i = 0; i < kSegments && end != std::string::npos; ++i) {
        end = request.path.find('/', end + 1);
    }
    return {user, request.method + ' ' + request.path.substr(0, end)};
}

/// The steps of one request, in the order they are taken.
class Exchange : public std::enable_shared_from_this<Exchange> {
public:
    Exchange(Endpoint& endpoint, Caller caller, ApiRequest request, Then<ApiReply> then)
        : caller_(std::move(caller)),
          endpoint_(endpoint),
          request_(std::move(request)),
          lane_(laneOf(caller_.user, request_)),
          attempted_(request_.attempted + " at instance " + base::quoted(endpoint.name)),
          then_(std::move(then)) {}

    void streamTo(RowStream::TakeRow take_row) { rows_.emplace(std::move(take_row)); }
    void authorize();

private:
    void authorized(Outcome<Proof> proof);
    void entered(Outcome<Gate::Pass> pass);
    void shorten(const std::string& url);
    void shortened(const std::string& url, const outbound::Outcome& outcome);
    void send(std::string url);
    [[nodiscard]] outbound::Request outboundRequest(std::string url) const;
    [[nodiscard]] outbound::BodySink sink();
    void answered(outbound::Outcome outcome);
    [[nodiscard]] bool renews(int status);
    [[nodiscard]] bool repeats(const outbound::Response& response);
    [[nodiscard]] Outcome<ApiReply> read(outbound::Response response) const;
    void fail(Problem problem) const;
    void logAnswer(const outbound::Response& response) const;

    const Caller caller_;  // first, so that its ticket goes last
    Endpoint& endpoint_;
    const ApiRequest request_;
    const Lane lane_;
    const std::string attempted_;
    const Then<ApiReply> then_;
    std::optional<RowStream> rows_;
    Proof proof_;
    std::optional<Gate::Pass> pass_;
    bool renewed_ = false;
    bool repeated_ = false;
    bool streamed_ = false;
};

void Exchange::authorize() {
    if (caller_.stop.stop_requested()) {
        return fail({.kind = Problem::Kind::Cancelled, .message = "cancelled"});
    }
    endpoint_.credentials->authorize(caller_, [self = shared_from_this()](Outcome<Proof> proof) {
        self->authorized(std::move(proof));
    });
}

void Exchange::authorized(Outcome<Proof> proof) {
    if (!proof) return then_(proof.problem());
    proof_ = std::move(proof).value();
    endpoint_.schedule.enter(
        lane_, caller_.deadline, caller_.stop, [self = shared_from_this()](auto pass) {
            self->entered(std::move(pass));
        });
}

void Exchange::entered(Outcome<Gate::Pass> pass) {
    if (!pass) return fail(pass.problem());
    pass_ = std::move(pass).value();
    std::string url = endpoint_.url + request_.path;
    if (!request_.parameters.empty()) url += '?' + outbound::encodePairs(request_.parameters);
    if (request_.method == "GET" && url.size() > kUrlBytesUsual) return shorten(url);
    send(std::move(url));
}

void Exchange::shorten(const std::string& url) {
    outbound::Request request = outboundRequest(endpoint_.url + std::string(kTinyUrlPath));
    request.method = "POST";
    request.body = tinyUrlBody(url);
    request.headers.emplace_back("Content-Type", "application/json");
    endpoint_.host.client.send(std::move(request),
                               caller_.stop,
                               [self = shared_from_this(), url](const outbound::Outcome& outcome) {
                                   self->shortened(url, outcome);
                               });
}

/// Without a short name the long one has to do, where it can.
void Exchange::shortened(const std::string& url, const outbound::Outcome& outcome) {
    const auto* response = std::get_if<outbound::Response>(&outcome);
    if (response != nullptr && renews(response->status)) {
        pass_->giveBack();
        return authorize();
    }
    if (const auto name = response != nullptr ? readTinyUrl(*response) : std::nullopt) {
        return send(endpoint_.url + request_.path + "?sysparm_tiny=" + *name);
    }
    if (url.size() <= kUrlBytesMax) return send(url);
    pass_->giveBack();
    fail(
        invalidRequest("the query is too long for a URL, and the instance gave no short name "
                       "for it",
                       "ask in parts, for example with shorter IN lists"));
}

void Exchange::send(std::string url) {
    auto request = outboundRequest(std::move(url));
    request.method = request_.method;
    request.body = request_.body;
    if (!request_.body.empty()) request.headers.emplace_back("Content-Type", "application/json");
    if (rows_) request.sink = sink();
    endpoint_.host.client.send(
        std::move(request), caller_.stop, [self = shared_from_this()](outbound::Outcome outcome) {
            self->answered(std::move(outcome));
        });
}

outbound::Request Exchange::outboundRequest(std::string url) const {
    return {.url = std::move(url),
            .headers = {{"Accept", "application/json"},
                        {proof_.header, std::string(proof_.value.reveal())}},
            .body = {},
            .deadline = caller_.deadline};
}

/// Only a list is taken as it comes; everything else is read whole.
outbound::BodySink Exchange::sink() {
    using Choice = outbound::BodySink::Choice;
    return {.head = [self = shared_from_this()](
                        const outbound::Response& head) -> base::Result<Choice> {
                self->streamed_ = head.status == 200 && !isPage(head);
                return self->streamed_ ? Choice::Chunks : Choice::Gathered;
            },
            .chunk = [self = shared_from_this()](
                         std::string_view bytes) { return self->rows_->take(bytes); }};
}

void Exchange::answered(outbound::Outcome outcome) {
    pass_->giveBack();
    if (const auto* failure = std::get_if<outbound::Failure>(&outcome)) {
        return then_(problemOf(*failure, attempted_));
    }
    auto& response = std::get<outbound::Response>(outcome);
    logAnswer(response);
    endpoint_.schedule.learn(lane_, readRateLimit(response, endpoint_.host.clock.wall()));
    if (renews(response.status) || repeats(response)) return authorize();
    then_(read(std::move(response)));
}

/// 401 comes before anything is carried out, so that even a write may be sent again.
bool Exchange::renews(int status) {
    if (status != 401 || renewed_) return false;
    renewed_ = true;
    return endpoint_.credentials->reject(caller_, proof_) == Credentials::After401::AskAgain;
}

/// So does 429; of 503 one cannot know. The schedule sees to it that the time is kept.
bool Exchange::repeats(const outbound::Response& response) {
    const bool was_left_alone =
        response.status == 429 || (response.status == 503 && request_.method == "GET");
    if (!was_left_alone || repeated_ || !response.findHeader("Retry-After")) return false;
    repeated_ = true;
    return endpoint_.schedule.opensAt(lane_) < caller_.deadline;
}

/// Whether a change was carried out is known where it was refused, and where another than the
/// instance answered in time; not where the instance failed, or its answer cannot be read.
Outcome<ApiReply> Exchange::read(outbound::Response response) const {
    if (streamed_) return readRowsReply(response, rows_->finish(), attempted_);
    const bool is_read = request_.method == "GET";
    const bool is_refused = response.status >= 300 && response.status < 500;
    const bool is_other = isPage(response) && response.status < 500;
    auto reply = readApiReply(response, attempted_);
    if (reply || is_read || is_refused || is_other) return reply;
    Problem problem = reply.problem();
    problem.hint = "it may have been carried out all the same: look before trying again";
    return problem;
}

void Exchange::fail(Problem problem) const {
    problem.message = attempted_ + ": " + problem.message;
    then_(std::move(problem));
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

}  // namespace

void ask(Endpoint& endpoint, const Caller& caller, ApiRequest request, Then<ApiReply> then) {
    std::make_shared<Exchange>(endpoint, caller, std::move(request), std::move(then))->authorize();
}

void askForRows(Endpoint& endpoint,
                const Caller& caller,
                ApiRequest request,
                RowStream::TakeRow take_row,
                Then<ApiReply> then) {
    const auto exchange =
        std::make_shared<Exchange>(endpoint, caller, std::move(request), std::move(then));
    exchange->streamTo(std::move(take_row));
    exchange->authorize();
}

}  // namespace toolhost::servicenow
