#pragma once

#include "audit/trail.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace toolhost::oauth {

/// Puts on the audit trail what this room does. Thread-safe; trail and log outlive it.
class Witness {
public:
    Witness(audit::Trail& trail, base::Log& log) : trail_(trail), log_(log) {}

    /// Records what nothing waits for. The trail names in the log what it loses later; what it
    /// refuses at once is named here.
    void note(const audit::Event& event) const;

    /// Records and waits until it is on disk: what it is about happens only then. Not from the
    /// trail's thread.
    [[nodiscard]] base::Result<base::Done> settle(const audit::Event& event) const;

private:
    audit::Trail& trail_;
    base::Log& log_;
};

}  // namespace toolhost::oauth
