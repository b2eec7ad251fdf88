#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace toolhost::servicenow {

/// A record that an instance needs so that this host may act for its users.
struct PlannedRecord {
    std::string name;     ///< how the plan calls it: "the certificate"
    std::string purpose;  ///< one sentence
    std::string table;
    /// The encoded query that finds it where it is there already; see `references`.
    std::string match;
    /// What is written, value by value.
    std::vector<std::pair<std::string, std::string>> values;
    /// Fields that hold the sys_id of another planned record, by its name.
    std::map<std::string, std::string> references{};
    /// Only looked up: the instance has it, or lacks what cannot be made for it.
    bool is_given = false;
};

/// What the plan is made from.
struct SetupTerms {
    std::string instance;  ///< its name in the configuration
    std::string url;
    std::string client_id;
    std::string key_id;
    std::string key_file;
    std::string subject_field = "user_name";
    std::string certificate_pem;
    /// A user to be made for trying it out; empty for none.
    std::string test_user;
};

/// Everything an administrator has to do on an instance before grant = jwt_bearer works, in order:
/// certificate, OAuth JWT provider, verifier map, and a user with roles. A record's `match` and
/// references only name what stands before it.
std::vector<PlannedRecord> planSetup(const SetupTerms& terms);

/// The plan for people: records with their values, the settings of this host, and how to see that
/// it works.
std::string describePlan(const SetupTerms& terms, const std::vector<PlannedRecord>& plan);

}  // namespace toolhost::servicenow
