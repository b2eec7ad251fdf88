#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "servicenow/exchange/caller.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// Shows an instance on whose behalf a request is sent. Thread-safe.
class Credentials {
public:
    Credentials() = default;
    Credentials(const Credentials&) = delete;
    Credentials& operator=(const Credentials&) = delete;
    virtual ~Credentials() = default;

    /// The value of the Authorization header for that user. A problem says why this user cannot be
    /// shown; nobody else is shown instead.
    virtual void authorize(const Caller& caller, Then<base::Secret> then) = 0;

    /// What to do about an authorization that the instance has refused with 401.
    enum class After401 { AskAgain, GiveUp };
    virtual After401 reject(const std::string& user, const base::Secret& authorization) = 0;
};

}  // namespace toolhost::servicenow
