#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "servicenow/problem.hpp"
#include "servicenow/settings.hpp"

namespace toolhost::servicenow {

/// As whom each caller is known to an instance. Never anybody but the caller, unless the
/// administrator has configured one account for everybody. Immutable and thread-safe.
class Subjects {
public:
    /// Callers by name: a table of exceptions, a domain for bare names, names that are refused.
    static Subjects mapped(const InstanceSettings& settings);

    /// One account, `settings.user_name`: for the user of that name, or with
    /// `settings.shared_account` for everybody.
    static Subjects account(const InstanceSettings& settings);

    /// How the instance knows the user, or why it is not asked on this user's behalf.
    [[nodiscard]] Outcome<std::string> subjectOf(const std::string& user) const;

    /// The account that stands for everybody, where one does.
    [[nodiscard]] std::optional<std::string> sharedAccount() const;

private:
    Subjects() = default;
    [[nodiscard]] std::string mappedName(const std::string& user) const;

    bool is_mapped_ = false;
    bool is_shared_ = false;
    std::string account_;
    std::string domain_;
    std::map<std::string, std::string> exceptions_;
    std::set<std::string> denied_;  // in lower case
};

}  // namespace toolhost::servicenow
