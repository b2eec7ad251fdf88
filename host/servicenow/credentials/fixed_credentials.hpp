#pragma once

#include <optional>
#include <string>

#include "servicenow/credentials/credentials.hpp"
#include "servicenow/credentials/refusal_breaker.hpp"
#include "servicenow/credentials/subjects.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// One account's proof that needs no token: good for the calls of the user it belongs to.
class FixedCredentials final : public Credentials {
public:
    /// `clock` outlives the credentials.
    FixedCredentials(Subjects subjects, Proof proof, const base::Clock& clock);

    void authorize(const Caller& caller, Then<Proof> then) override;
    After401 reject(const Caller& caller, const Proof& proof) override;
    [[nodiscard]] std::optional<std::string> sharedAccount() const override;

private:
    const Subjects subjects_;
    const Proof proof_;
    RefusalBreaker breaker_;
};

/// A user's name and password (RFC 7617).
Proof basicProof(const InstanceSettings& settings);

/// A REST API key of the instance.
Proof apiKeyProof(const InstanceSettings& settings);

}  // namespace toolhost::servicenow
