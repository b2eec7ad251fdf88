#include "servicenow/credentials/fixed_credentials.hpp"

#include <utility>

#include "base/base64.hpp"

namespace toolhost::servicenow {

FixedCredentials::FixedCredentials(Subjects subjects, Proof proof, const base::Clock& clock)
    : subjects_(std::move(subjects)), proof_(std::move(proof)), breaker_(clock) {}

void FixedCredentials::authorize(const Caller& caller, Then<Proof> then) {
    if (const auto subject = subjects_.subjectOf(caller.user); !subject) {
        return then(subject.problem());
    }
    const auto pause = breaker_.pause();
    if (!pause) return then(proof_);
    then(Problem{.kind = Problem::Kind::Unauthorized,
                 .message = "the instance has refused this account again and again; it is not "
                            "asked for another " +
                            std::to_string(pause->count()) + " s, so that it does not lock it",
                 .hint = "the administrator can run `toolhost servicenow check`, which says what "
                         "is wrong with the account or its password"});
}

Credentials::After401 FixedCredentials::reject(const Caller&, const Proof&) {
    breaker_.refused();
    return After401::GiveUp;
}

std::optional<std::string> FixedCredentials::sharedAccount() const {
    return subjects_.sharedAccount();
}

Proof basicProof(const InstanceSettings& settings) {
    const std::string pair = settings.user_name + ":" + std::string(settings.password.reveal());
    return {"Authorization", base::Secret("Basic " + base::encodeBase64(pair))};
}

Proof apiKeyProof(const InstanceSettings& settings) {
    return {"x-sn-apikey", settings.api_key};
}

}  // namespace toolhost::servicenow
