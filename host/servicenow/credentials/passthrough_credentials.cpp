#include "servicenow/credentials/passthrough_credentials.hpp"

#include <utility>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "servicenow/exchange/endpoint.hpp"
#include "servicenow/exchange/turn.hpp"
#include "servicenow/exchange/users_request.hpp"
#include "servicenow/exchange/who_am_i.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kTokensMax = 10'000;
constexpr std::chrono::seconds kInquiryTimeMax{15};
constexpr std::chrono::seconds kOwnerKeptFor{300};
constexpr std::chrono::seconds kRefusalKeptFor{30};

std::string keyOf(const base::Secret& token) {
    const auto digest = crypto::sha256(token.reveal());
    return base::toHex(crypto::bytesOf(digest));
}

Proof proofOf(const base::Secret& token) {
    return {"Authorization", base::Secret("Bearer " + std::string(token.reveal()))};
}

Problem noToken() {
    return {.kind = Problem::Kind::NoIdentity,
            .message =
                "this instance is entered with the caller's own ServiceNow token, and the "
                "request brought none",
            .hint =
                "the gateway before this host hands it over in the header that "
                "servicenow.token_header names"};
}

Problem notTheirs(const std::string& subject, const std::string& owner) {
    return {.kind = Problem::Kind::NoIdentity,
            .message = "the ServiceNow token that came with the request belongs to " +
                       base::quoted(owner) + ", and the caller is known there as " +
                       base::quoted(subject),
            .hint = "call with a token of your own; nothing was done"};
}

}  // namespace

/// Asks the instance whose a token is.
class PassthroughCredentials::Inquiry : public std::enable_shared_from_this<Inquiry> {
public:
    Inquiry(PassthroughCredentials& owner, Caller caller, Owners::Report report)
        : caller_(std::move(caller)), owner_(owner), report_(std::move(report)) {}

    void start() {
        sendInTurn(
            owner_.endpoint_,
            caller_,
            usersLane(caller_.user),
            [self = shared_from_this()] { return self->request(); },
            [self = shared_from_this()](Outcome<outbound::Outcome> answer) {
                self->answered(std::move(answer));
            });
    }

private:
    [[nodiscard]] base::Result<outbound::Request> request() const {
        return whoAmIRequest(owner_.endpoint_.url, proofOf(*caller_.own_token), caller_.deadline);
    }

    void answered(Outcome<outbound::Outcome> answer) {
        if (!answer) return report_({answer.problem(), {}});
        auto me = readWhoAmI(std::move(answer).value(), owner_.endpoint_.name);
        const auto now = owner_.endpoint_.host.clock.steady();
        if (!me) return report_({me.problem(), now + kRefusalKeptFor});
        const bool by_mail = owner_.subject_field_ == "email";
        report_({by_mail ? me.value().email : me.value().user_name, now + kOwnerKeptFor});
    }

    const Caller caller_;  // first, so that its ticket goes last
    PassthroughCredentials& owner_;
    const Owners::Report report_;
};

PassthroughCredentials::PassthroughCredentials(Endpoint& endpoint,
                                               const InstanceSettings& settings,
                                               std::stop_token closing)
    : endpoint_(endpoint),
      subjects_(Subjects::mapped(settings)),
      subject_field_(settings.subject_field),
      closing_(std::move(closing)),
      owners_(endpoint.host.clock, kTokensMax) {}

void PassthroughCredentials::authorize(const Caller& caller, Then<Proof> then) {
    const auto subject = subjects_.subjectOf(caller.user);
    if (!subject) return then(subject.problem());
    if (!caller.own_token || caller.own_token->empty()) return then(noToken());
    Caller ours = caller;
    ours.deadline = endpoint_.host.clock.steady() + kInquiryTimeMax;
    ours.stop = closing_;
    owners_.get(
        keyOf(*caller.own_token),
        [this, ours](const Owners::Report& report) {
            std::make_shared<Inquiry>(*this, ours, report)->start();
        },
        [token = caller.own_token, subject = subject.value(), then = std::move(then)](
            const Outcome<std::string>& owner) {
            if (!owner) return then(owner.problem());
            if (!base::equalsIgnoringCase(owner.value(), subject)) {
                return then(notTheirs(subject, owner.value()));
            }
            then(proofOf(*token));
        });
}

Credentials::After401 PassthroughCredentials::reject(const Caller& caller, const Proof&) {
    if (caller.own_token) {
        owners_.forget(keyOf(*caller.own_token), [](const std::string&) { return true; });
    }
    return After401::GiveUp;  // a fresh one has to come with the next request
}

}  // namespace toolhost::servicenow
