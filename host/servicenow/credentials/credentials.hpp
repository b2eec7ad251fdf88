#pragma once

#include <optional>
#include <string>

#include "base/secret.hpp"
#include "servicenow/exchange/caller.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// A header that shows an instance who asks.
struct Proof {
    std::string header;
    base::Secret value;
};

/// Shows an instance on whose behalf a request is sent. Thread-safe.
class Credentials {
public:
    Credentials() = default;
    Credentials(const Credentials&) = delete;
    Credentials& operator=(const Credentials&) = delete;
    virtual ~Credentials() = default;

    /// What proves that user. A problem says why this user cannot be shown; nobody else is shown
    /// instead, but for sharedAccount().
    virtual void authorize(const Caller& caller, Then<Proof> then) = 0;

    /// What to do about a proof that the instance has refused with 401.
    enum class After401 { AskAgain, GiveUp };
    virtual After401 reject(const Caller& caller, const Proof& proof) = 0;

    /// The account that the instance sees instead of each caller, where the administrator has
    /// configured it so.
    [[nodiscard]] virtual std::optional<std::string> sharedAccount() const { return std::nullopt; }
};

}  // namespace toolhost::servicenow
