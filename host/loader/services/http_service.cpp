#include "loader/services/http_service.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <utility>
#include <variant>

#include "base/text.hpp"
#include "loader/host_call.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using Type = Member::Type;

Refusal refusalOf(const outbound::Failure& failure) {
    return {TOOLHOST_E_FAILED, nameOf(failure.kind), failure.what};
}

Refusal noToken(const std::string& name, const std::vector<std::string>& names) {
    return {TOOLHOST_E_DENIED,
            "not_granted",
            "the admin granted no token " + base::quoted(name) + base::didYouMean(name, names) +
                "; it is set as oauth." + name + ".token_url"};
}

json headersJson(const outbound::Headers& headers) {
    json list = json::array();
    for (const auto& [name, value] : headers) {
        list.push_back(json::array({name, value}));
    }
    return list;
}

void tell(const boundary::Replied& replied, const outbound::Outcome& outcome) {
    if (const auto* failure = std::get_if<outbound::Failure>(&outcome)) {
        return refuse(replied, refusalOf(*failure));
    }
    const auto& response = std::get<outbound::Response>(outcome);
    reply(replied,
          {{"status", response.status}, {"headers", headersJson(response.headers)}},
          response.body);
}

std::stop_token stopOf(const Question& question) {
    if (question.call() == nullptr) return {};
    return question.call()->invocation().cancelled;
}

}  // namespace

HttpService::HttpService(Environment environment)
    : environment_(std::move(environment)),
      operations_{{"send",
                   {{"method"},
                    {"url", Type::Text, Member::Presence::Required},
                    {"headers", Type::Object},
                    {"authorization", Type::Object},
                    {"timeout_ms", Type::Whole},
                    {"response_bytes_max", Type::Whole}},
                   [this](const auto& question) { send(question); }}} {}

void HttpService::send(const Question& question) const {
    auto read = readHttpRequest(question, environment_.clock.steady());
    if (!read.ok()) return question.refuseArgument(read.error().what);
    const auto url = outbound::parseUrl(read.value().request.url);
    if (!url.ok()) return question.refuseArgument(url.error().what);
    const auto reach = environment_.hosts.reachOf(url.value());
    if (!reach) {
        return question.refuse({TOOLHOST_E_DENIED,
                                "not_granted",
                                "the admin did not grant this plugin the host " +
                                    base::quoted(url.value().host) + "; it is set in http.hosts"});
    }
    read.value().request.reach = *reach;
    if (!read.value().oauth.empty()) {
        return sendWithToken(question, std::move(read).value(), url.value());
    }
    environment_.client.send(std::move(read.value().request),
                             stopOf(question),
                             [replied = question.replied()](const outbound::Outcome& outcome) {
                                 tell(replied, outcome);
                             });
}

void HttpService::sendWithToken(const Question& question,
                                HttpRequest read,
                                const outbound::Url& url) const {
    const auto& tokens = environment_.tokens;
    if (!tokens->contains(read.oauth)) {
        return question.refuse(noToken(read.oauth, tokens->names()));
    }
    if (!tokens->mayGoTo(read.oauth, url)) {
        return question.refuse({TOOLHOST_E_DENIED,
                                "not_granted",
                                "the token " + base::quoted(read.oauth) + " may not be sent to " +
                                    base::quoted(url.host) + "; that is set in oauth." +
                                    read.oauth + ".hosts"});
    }
    const std::string name = read.oauth;
    tokens->get(name,
                [name,
                 tokens,
                 &client = environment_.client,
                 stop = stopOf(question),
                 request = std::move(read.request),
                 replied = question.replied()](const base::Result<OauthToken>& token) {
                    if (!token.ok()) {
                        return refuse(replied, {TOOLHOST_E_FAILED, "token", token.error().what});
                    }
                    outbound::Request with_token = request;
                    const base::Secret secret = token.value().token;
                    with_token.headers.emplace_back("Authorization",
                                                    "Bearer " + std::string(secret.reveal()));
                    client.send(std::move(with_token), stop, [=](const outbound::Outcome& outcome) {
                        const auto* told = std::get_if<outbound::Response>(&outcome);
                        if (told != nullptr && told->status == 401) {
                            tokens->forget(name, secret);
                        }
                        tell(replied, outcome);
                    });
                });
}

OauthService::OauthService(std::shared_ptr<OauthTokens> tokens, const base::Clock& clock)
    : tokens_(std::move(tokens)),
      clock_(clock),
      operations_{{"names",
                   {},
                   [this](const auto& question) {
                       question.answer({{"names", tokens_->names()}});
                   }},
                  {"check",
                   {{"name", Type::Text, Member::Presence::Required}},
                   [this](const auto& question) { check(question); }}} {}

void OauthService::check(const Question& question) const {
    const std::string name = question.text("name").value_or("");
    if (!tokens_->contains(name)) return question.refuse(noToken(name, tokens_->names()));
    tokens_->get(
        name,
        [&clock = clock_, replied = question.replied()](const base::Result<OauthToken>& token) {
            if (!token.ok()) {
                return refuse(replied, {TOOLHOST_E_FAILED, "token", token.error().what});
            }
            const auto left = std::chrono::duration_cast<std::chrono::seconds>(
                token.value().use_until - clock.steady());
            reply(replied, {{"use_for_seconds", left.count()}});
        });
}

}  // namespace toolhost::loader
