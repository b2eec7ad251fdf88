#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "servicenow/credentials/credentials.hpp"
#include "servicenow/credentials/subjects.hpp"
#include "servicenow/flight_cache.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

struct Endpoint;

/// The user's own token for the instance, which a gateway before this host obtained and hands over
/// with each request. It is used only after the instance has said that it is that user's: a token
/// of somebody else is refused, whoever brings it.
class PassthroughCredentials final : public Credentials {
public:
    /// `endpoint` outlives the credentials, which are part of it. Their requests stop when
    /// `closing` fires.
    PassthroughCredentials(Endpoint& endpoint,
                           const InstanceSettings& settings,
                           std::stop_token closing);

    void authorize(const Caller& caller, Then<Proof> then) override;
    After401 reject(const Caller& caller, const Proof& proof) override;

private:
    using Owners = FlightCache<std::string>;  // by a digest of the token: whose it is

    class Inquiry;

    Endpoint& endpoint_;
    const Subjects subjects_;
    const std::string subject_field_;
    const std::stop_token closing_;
    Owners owners_;
};

}  // namespace toolhost::servicenow
