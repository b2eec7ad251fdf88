#include "servicenow/credentials/oauth_credentials.hpp"

#include <utility>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "outbound/url.hpp"
#include "servicenow/credentials/namesakes.hpp"
#include "servicenow/credentials/token_reply.hpp"
#include "servicenow/exchange/endpoint.hpp"

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
        : wanted_(std::move(wanted)),
          owner_(owner),
          lane_{wanted_.subject, std::string("POST ") + kTokenPath},
          report_(std::move(report)) {}

    void start() {
        if (const auto pause = owner_.breaker_.pause()) {
            return report_({notAsked(*pause, owner_.identity_.grant), {}});
        }
        enter();
    }

private:
    void enter() {
        owner_.endpoint_.schedule.enter(
            lane_,
            wanted_.caller.deadline,
            wanted_.caller.stop,
            [self = shared_from_this()](auto pass) { self->entered(std::move(pass)); });
    }

    void entered(Outcome<Gate::Pass> pass) {
        if (!pass) return report_({pass.problem(), {}});
        pass_ = std::move(pass).value();
        // Made here and not before: waiting would use up an assertion's life.
        const auto form =
            owner_.grant_->formFor(wanted_.subject, owner_.endpoint_.host.clock.wall());
        if (!form) return report_({Problem{.message = form.error().what}, {}});
        owner_.endpoint_.host.client.send(
            requestWith(form.value()),
            wanted_.caller.stop,
            [self = shared_from_this()](const outbound::Outcome& answer) {
                self->answered(answer);
            });
    }

    [[nodiscard]] outbound::Request requestWith(const TokenGrant::Form& form) const {
        return {.method = "POST",
                .url = owner_.endpoint_.url + kTokenPath,
                .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                            {"Accept", "application/json"}},
                .body = outbound::encodePairs(form),
                .deadline = wanted_.caller.deadline};
    }

    void answered(const outbound::Outcome& answer) {
        pass_->giveBack();
        learn(answer);
        auto reply = readTokenReply(
            answer, {owner_.endpoint_.name, wanted_.subject, owner_.identity_.grant});
        count(reply);
        if (owner_.grant_->settle(reply) == TokenGrant::Next::AskAgain) return enter();
        log(reply);
        if (reply.authorization && owner_.identity_.is_by_address) {
            return lookForNamesakes(std::move(reply));
        }
        report(reply);
    }

    void lookForNamesakes(TokenReply reply) {
        const Proof proof{"Authorization",
                          base::Secret(std::string(reply.authorization.value().reveal()))};
        owner_.endpoint_.host.client.send(
            namesakesRequest(owner_.endpoint_.url, proof, wanted_.subject, wanted_.caller.deadline),
            wanted_.caller.stop,
            [self = shared_from_this(), reply = std::make_shared<TokenReply>(std::move(reply))](
                outbound::Outcome answer) { self->judge(*reply, std::move(answer)); });
    }

    void judge(const TokenReply& reply, outbound::Outcome answer) {
        const auto problem =
            findNamesakes(std::move(answer), owner_.endpoint_.name, wanted_.subject);
        if (!problem) return report(reply);
        const TokenReply unusable{.authorization = *problem, .keep_for = kDoubtKeptFor};
        log(unusable);
        report(unusable);
    }

    void report(const TokenReply& reply) const {
        report_({seal(reply.authorization), owner_.endpoint_.host.clock.steady() + reply.keep_for});
    }

    void learn(const outbound::Outcome& answer) {
        if (const auto* response = std::get_if<outbound::Response>(&answer)) {
            owner_.endpoint_.schedule.learn(
                lane_, readRateLimit(*response, owner_.endpoint_.host.clock.wall()));
        }
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
    const Lane lane_;
    const Tokens::Report report_;
    std::optional<Gate::Pass> pass_;
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
