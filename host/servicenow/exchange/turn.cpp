#include "servicenow/exchange/turn.hpp"

#include <memory>
#include <utility>
#include <variant>

#include "servicenow/exchange/endpoint.hpp"

namespace toolhost::servicenow {
namespace {

/// One request, from the schedule to its answer.
struct Turn {
    const Caller caller;  // first, so that its ticket goes last
    Endpoint& endpoint;
    const Lane lane;
    const std::function<base::Result<outbound::Request>()> make;
    const Then<outbound::Outcome> then;
};

void learn(const Turn& turn, const outbound::Outcome& answer) {
    const auto* response = std::get_if<outbound::Response>(&answer);
    if (response == nullptr) return;
    auto& endpoint = turn.endpoint;
    endpoint.schedule.learn(turn.lane, readRateLimit(*response, endpoint.host.clock.wall()));
}

void send(const std::shared_ptr<const Turn>& turn, Gate::Pass pass) {
    auto request = turn->make();
    if (!request) return turn->then(Problem{.message = request.error().what});
    turn->endpoint.host.client.send(
        std::move(request).value(),
        turn->caller.stop,
        [turn, pass = std::make_shared<Gate::Pass>(std::move(pass))](outbound::Outcome answer) {
            pass->giveBack();
            learn(*turn, answer);
            turn->then(std::move(answer));
        });
}

}  // namespace

void sendInTurn(Endpoint& endpoint,
                const Caller& caller,
                const Lane& lane,
                std::function<base::Result<outbound::Request>()> make,
                Then<outbound::Outcome> then) {
    const std::shared_ptr<const Turn> turn(
        new Turn{caller, endpoint, lane, std::move(make), std::move(then)});
    endpoint.schedule.enter(lane, caller.deadline, caller.stop, [turn](Outcome<Gate::Pass> pass) {
        if (!pass) return turn->then(pass.problem());
        send(turn, std::move(pass).value());
    });
}

}  // namespace toolhost::servicenow
