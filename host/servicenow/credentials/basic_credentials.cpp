#include "servicenow/credentials/basic_credentials.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

base::Secret authorizationOf(const InstanceSettings& settings) {
    const std::string pair = settings.user_name + ":" + std::string(settings.password.reveal());
    return base::Secret("Basic " + base::encodeBase64(pair));
}

}  // namespace

BasicCredentials::BasicCredentials(const InstanceSettings& settings)
    : user_name_(settings.user_name), authorization_(authorizationOf(settings)) {}

void BasicCredentials::authorize(const Caller& caller, Then<base::Secret> then) {
    if (caller.user == user_name_) return then(authorization_);
    then(Problem{
        .kind = Problem::Kind::NoIdentity,
        .message = "this instance is entered with the password of " + base::quoted(user_name_) +
                   ", and the caller is " + base::quoted(caller.user) +
                   "; one user's account is not used for another",
        .hint = "the administrator can configure grant = jwt_bearer, with which every user is "
                "known to ServiceNow by name"});
}

Credentials::After401 BasicCredentials::reject(const std::string&, const base::Secret&) {
    return After401::GiveUp;
}

}  // namespace toolhost::servicenow
