#include "servicenow/setup/conversation.hpp"

#include <chrono>
#include <future>
#include <utility>

#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::chrono::seconds kAnswerTimeMax{30};

/// Starts something that answers by Then<T>, and waits for it.
template <typename T, typename Start>
Outcome<T> waitFor(Start start) {
    auto promise = std::make_shared<std::promise<Outcome<T>>>();
    auto answer = promise->get_future();
    start([promise](Outcome<T> outcome) { promise->set_value(std::move(outcome)); });
    return answer.get();
}

}  // namespace

base::Result<std::unique_ptr<Conversation>> Conversation::open(const std::string& instance,
                                                               const InstanceSettings& settings,
                                                               std::string user,
                                                               Surroundings host) {
    std::unique_ptr<Conversation> talk(new Conversation(std::move(user), host));
    auto opened = Instance::create(instance, settings, host, talk->closing_.get_token());
    if (!opened) return opened.error();
    talk->instance_ = std::move(opened).value();
    return talk;
}

Conversation::Conversation(std::string user, Surroundings host)
    : user_(std::move(user)), host_(host) {}

Conversation::~Conversation() {
    closing_.request_stop();
    attendance_.waitUntilEmpty();
}

Outcome<Proof> Conversation::prove() {
    return waitFor<Proof>(
        [this](Then<Proof> then) { instance_->prove(caller(), std::move(then)); });
}

Outcome<ApiReply> Conversation::ask(ApiRequest request) {
    return waitFor<ApiReply>([&](Then<ApiReply> then) {
        instance_->ask(caller(), std::move(request), std::move(then));
    });
}

Outcome<Json> Conversation::rows(const std::string& table,
                                 const std::string& query,
                                 const std::string& fields,
                                 int limit) {
    ApiRequest request = rawRows(table, query, fields);
    request.parameters.emplace_back("sysparm_limit", std::to_string(limit));
    auto reply = ask(std::move(request));
    if (!reply) return reply.problem();
    return std::move(reply.value().result);
}

Caller Conversation::caller() {
    return {.user = user_,
            .deadline = host_.clock.steady() + kAnswerTimeMax,
            .stop = closing_.get_token(),
            .ticket = attendance_.enter()};
}

}  // namespace toolhost::servicenow
