#include "simulator/faults/kinds.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/refusals.hpp"

namespace toolhost::sim {

namespace {

constexpr const char* kHtml = "text/html;charset=UTF-8";
constexpr const char* kTokenPath = "/oauth_token.do";

Fault answering(Reply answer) {
    Fault fault;
    fault.effect = Effect::Answer;
    fault.answer = std::move(answer);
    return fault;
}

Fault withEffect(Effect effect) {
    Fault fault;
    fault.effect = effect;
    return fault;
}

Reply page(int status, const std::string& title, const std::string& text) {
    return {status,
            kHtml,
            "<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" + title +
                "</h1><p>" + text + "</p></body></html>",
            {},
            {}};
}

Fault hibernating() {
    return answering(
        page(200,
             "Instance Hibernating page",
             "Your instance is hibernating. Sign in to the developer site to wake it."));
}

Fault rateLimited() {
    auto answer = refusalReply(refusals::rateLimited(100, "Table API"));
    answer.headers.emplace_back("Retry-After", "5");
    answer.headers.emplace_back("X-RateLimit-Limit", "100");
    answer.headers.emplace_back("X-RateLimit-Rule", "5a0c3f1c53201200d9a7ddeeff7b12aa");
    return answering(std::move(answer));
}

Fault tokenRefused() {
    auto fault = answering(
        jsonReply(401, {{"error_description", "access_denied"}, {"error", "server_error"}}));
    fault.path_prefix = kTokenPath;
    return fault;
}

Fault failAfterCommit() {
    auto fault = answering(refusalReply(refusals::transactionCancelled()));
    fault.effect = Effect::AnswerAfter;
    return fault;
}

struct NamedKind {
    std::string_view name;
    Fault (*make)();
};

constexpr std::array kKinds{
    NamedKind{"custom", [] { return Fault{}; }},
    NamedKind{"hibernating", hibernating},
    NamedKind{"slow",
              [] {
                  Fault fault;
                  fault.latency = std::chrono::seconds(5);
                  return fault;
              }},
    NamedKind{"trickle",
              [] {
                  auto fault = withEffect(Effect::Trickle);
                  fault.every = std::chrono::milliseconds(100);
                  return fault;
              }},
    NamedKind{"dropped", [] { return withEffect(Effect::Drop); }},
    NamedKind{"dropped_midway", [] { return withEffect(Effect::DropMidway); }},
    NamedKind{"partial_json", [] { return withEffect(Effect::Truncate); }},
    NamedKind{"error_in_200", [] { return withEffect(Effect::ErrorInside); }},
    NamedKind{"error_breaks_200", [] { return withEffect(Effect::ErrorAfter); }},
    NamedKind{"transaction_cancelled",
              [] { return answering(refusalReply(refusals::transactionCancelled())); }},
    NamedKind{"fail_after_commit", failAfterCommit},
    NamedKind{"rate_limited", rateLimited},
    NamedKind{"unauthorized", [] { return answering(refusalReply(refusals::notAuthenticated())); }},
    NamedKind{"token_refused", tokenRefused},
    NamedKind{
        "bad_gateway",
        [] { return answering(page(502, "502 Bad Gateway", "The upstream did not answer.")); }},
    NamedKind{"unavailable",
              [] {
                  return answering(
                      page(503, "503 Service Unavailable", "The instance is being upgraded."));
              }},
};

}  // namespace

std::vector<std::string_view> faultKinds() {
    std::vector<std::string_view> names;
    for (const auto& kind : kKinds) {
        names.push_back(kind.name);
    }
    return names;
}

std::optional<Fault> faultOfKind(std::string_view kind) {
    for (const auto& known : kKinds) {
        if (known.name != kind) continue;
        auto fault = known.make();
        fault.kind = kind;
        return fault;
    }
    return std::nullopt;
}

}  // namespace toolhost::sim
