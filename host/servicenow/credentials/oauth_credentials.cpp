#include "servicenow/credentials/oauth_credentials.hpp"

#include <utility>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "outbound/url.hpp"
#include "servicenow/credentials/namesakes.hpp"
#include "servicenow/credentials/token_reply.hpp"
#include "servicenow/exchange/endpoint.hpp"
#include "servicenow/exchange/turn.hpp"
#include "servicenow/exchange/users_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kSubjectsMax = 10'000;
constexpr std::chrono::seconds kFetchTimeMax{15};
constexpr const char* kTokenPath = "/oauth_token.do";
constexpr std::size_t kFingerprintBytes = 6;
/// For how long a token is not asked for whose user is not known for certain.
constexpr std::chrono::seconds kDoubtKeptFor{30};

Problem notAsked(std::chrono::seconds pause, Grant grant) {
    return {.kind = Problem::Kind::Unauthorized,
            .message =
                "the instance refuses every token without saying why; it is not asked for "
                "another " +
                std::to_string(pause.count()) + " s",
            .hint =
                "the administrator can run `toolhost servicenow check`, or check in this "
                "order: " +
                std::string(causesOfRefusal(grant))};
}

/// Names a token in the log without giving it away.
std::string fingerprintOf(const base::Secret& token) {
    const auto digest = crypto::sha256(token.reveal());
    return base::toHex(crypto::bytesOf(digest).substr(0, kFingerprintBytes));
}

}  // namespace

/// One request for a token, from the schedule to the report.
class OAuthCredentials::Fetch : public std::enable_shared_from_this<Fetch> {
public:
    /// What is fetched: for whom, known as whom, kept under which key.
    struct Wanted {
        Caller caller;
        std::string subject;
        std::string key;
    };

    Fetch(OAuthCredentials& owner, Wanted wanted, Tokens::Report report)
        : wanted_(std::move(wanted)), owner_(owner), report_(std::move(report)) {}

    void start() {
        if (const auto pause = owner_.breaker_.pause()) {
            return report_({notAsked(*pause, owner_.identity_.grant), {}});
        }
        ask();
    }

private:
    void ask() {
        sendInTurn(
            owner_.endpoint_,
            wanted_.caller,
            {wanted_.subject, std::string("POST ") + kTokenPath},
            [self = shared_from_this()] { return self->tokenRequest(); },
            [self = shared_from_this()](const Outcome<outbound::Outcome>& answer) {
                self->answered(answer);
            });
    }

    /// Made when it goes and not before: waiting would use up an assertion's life.
    [[nodiscard]] base::Result<outbound::Request> tokenRequest() const {
        const auto form =
            owner_.grant_->formFor(wanted_.subject, owner_.endpoint_.host.clock.wall());
        if (!form) return form.error();
        return outbound::Request{.method = "POST",
                                 .url = owner_.endpoint_.url + kTokenPath,
                                 .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                             {"Accept", "application/json"}},
                                 .body = outbound::encodePairs(form.value()),
                                 .deadline = wanted_.caller.deadline};
    }

    void answered(const Outcome<outbound::Outcome>& answer) {
        if (!answer) return report_({answer.problem(), {}});
        auto reply = readTokenReply(
            answer.value(), {owner_.endpoint_.name, wanted_.subject, owner_.identity_.grant});
        count(reply);
        if (owner_.grant_->settle(reply) == TokenGrant::Next::AskAgain) return ask();
        log(reply);
        if (reply.authorization && owner_.identity_.is_by_address) {
            return lookForNamesakes(std::make_shared<TokenReply>(std::move(reply)));
        }
        report(reply);
    }

    void lookForNamesakes(const std::shared_ptr<const TokenReply>& reply) {
        sendInTurn(
            owner_.endpoint_,
            wanted_.caller,
            usersLane(wanted_.caller.user),
            [self = shared_from_this(), reply] { return self->namesakesRequestWith(*reply); },
            [self = shared_from_this(), reply](Outcome<outbound::Outcome> answer) {
                self->judge(*reply, std::move(answer));
            });
    }

    [[nodiscard]] base::Result<outbound::Request> namesakesRequestWith(
        const TokenReply& reply) const {
        const Proof proof{"Authorization",
                          base::Secret(std::string(reply.authorization.value().reveal()))};
        return namesakesRequest(
            owner_.endpoint_.url, proof, wanted_.subject, wanted_.caller.deadline);
    }

    void judge(const TokenReply& reply, Outcome<outbound::Outcome> answer) {
        if (!answer) return report_({answer.problem(), {}});
        const auto problem =
            findNamesakes(std::move(answer).value(), owner_.endpoint_.name, wanted_.subject);
        if (!problem) return report(reply);
        const TokenReply unusable{.authorization = *problem, .keep_for = kDoubtKeptFor};
        log(unusable);
        report(unusable);
    }

    void report(const TokenReply& reply) const {
        report_({seal(reply.authorization), owner_.endpoint_.host.clock.steady() + reply.keep_for});
    }

    void count(const TokenReply& reply) {
        if (reply.is_opaque) return owner_.breaker_.refused();
        const bool was_refused = !reply.authorization &&
                                 reply.authorization.problem().kind == Problem::Kind::Unauthorized;
        if (reply.authorization || was_refused) owner_.breaker_.answered();
    }

    [[nodiscard]] Outcome<std::string> seal(const Outcome<base::Secret>& authorization) const {
        if (!authorization) return authorization.problem();
        auto sealed = owner_.sealer_.seal(authorization.value().reveal(), wanted_.key);
        if (!sealed) return Problem{.message = sealed.error().what};
        return std::move(sealed).value();
    }

    void log(const TokenReply& reply) const {
        auto& log = owner_.endpoint_.host.log;
        if (reply.authorization) {
            return log.info("servicenow.token.granted",
                            {{"instance", owner_.endpoint_.name},
                             {"user", wanted_.caller.user},
                             {"subject", wanted_.subject},
                             {"fingerprint", fingerprintOf(reply.authorization.value())}});
        }
        log.warning("servicenow.token.failed",
                    {{"instance", owner_.endpoint_.name},
                     {"user", wanted_.caller.user},
                     {"subject", wanted_.subject},
                     {"reason", reply.authorization.problem().message}});
    }

    const Wanted wanted_;  // first, so that its caller's ticket goes last
    OAuthCredentials& owner_;
    const Tokens::Report report_;
};

OAuthCredentials::OAuthCredentials(Endpoint& endpoint,
                                   Identity identity,
                                   Subjects subjects,
                                   std::unique_ptr<TokenGrant> grant,
                                   std::stop_token closing)
    : endpoint_(endpoint),
      identity_(std::move(identity)),
      subjects_(std::move(subjects)),
      grant_(std::move(grant)),
      closing_(std::move(closing)),
      sealer_(crypto::Sealer::ephemeral()),
      breaker_(endpoint.host.clock),
      tokens_(endpoint.host.clock, kSubjectsMax) {}

void OAuthCredentials::authorize(const Caller& caller, Then<Proof> then) {
    const auto subject = subjects_.subjectOf(caller.user);
    if (!subject) return then(subject.problem());
    const std::string key = keyOf(caller.user, subject.value());
    // What is fetched serves everybody who waits for it, so it does not end with one of them.
    const Caller ours{.user = caller.user,
                      .deadline = endpoint_.host.clock.steady() + kFetchTimeMax,
                      .stop = closing_,
                      .ticket = caller.ticket};
    tokens_.get(
        key,
        [this, wanted = Fetch::Wanted{ours, subject.value(), key}](const Tokens::Report& report) {
            std::make_shared<Fetch>(*this, wanted, report)->start();
        },
        [this, key, then = std::move(then)](const Outcome<std::string>& sealed) {
            if (!sealed) return then(sealed.problem());
            auto token = sealer_.open(sealed.value(), key);
            if (!token) return then(Problem{.message = token.error().what});
            then(Proof{"Authorization", base::Secret(std::move(token).value())});
        });
}

Credentials::After401 OAuthCredentials::reject(const Caller& caller, const Proof& proof) {
    const auto subject = subjects_.subjectOf(caller.user);
    if (!subject) return After401::GiveUp;
    const std::string key = keyOf(caller.user, subject.value());
    tokens_.forget(key, [&](const std::string& sealed) {
        const auto kept = sealer_.open(sealed, key);
        return !kept || kept.value() == proof.value.reveal();  // unless another call renewed it
    });
    return After401::AskAgain;
}

std::optional<std::string> OAuthCredentials::sharedAccount() const {
    return subjects_.sharedAccount();
}

/// Everything that decides whose token it is (also where it would be kept with others' tokens).
std::string OAuthCredentials::keyOf(const std::string& user, const std::string& subject) const {
    const std::string parts = base::join({endpoint_.name,
                                          endpoint_.url,
                                          identity_.client_id,
                                          std::to_string(static_cast<int>(identity_.grant)),
                                          sharedAccount() ? "" : user,
                                          subject},
                                         std::string_view("\0", 1));
    const auto digest = crypto::sha256(parts);
    return base::toHex(crypto::bytesOf(digest));
}

}  // namespace toolhost::servicenow
