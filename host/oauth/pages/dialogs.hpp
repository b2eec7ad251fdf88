// The pages that a user meets on the way to a client: each from what it has to say.
#pragma once

#include <string>
#include <vector>

#include "identity/client.hpp"
#include "oauth/authorization_request.hpp"
#include "oauth/pages/page.hpp"

namespace toolhost::oauth {

/// What both forms show and carry.
struct Dialog {
    const identity::Client& client;
    const AuthorizationRequest& request;
    /// The request, sealed for this form.
    std::string sealed;
    /// The ServiceNow instances behind the tools.
    const std::vector<std::string>& instances;
};

/// Asks for a name and a password. `objection` says what was wrong with the last ones; empty at
/// first. `user` is what was typed then.
Page signInPage(const Dialog& dialog, const std::string& objection, const std::string& user);

/// Asks whether the client may act as the user: which client, where the answer goes, for what, on
/// which instance and as whom.
Page consentPage(const Dialog& dialog, const std::string& user, const std::string& acts_as);

/// Says that this cannot go on and what to do.
Page faultPage(int status, const std::string& what, const std::string& remedy);

}  // namespace toolhost::oauth
