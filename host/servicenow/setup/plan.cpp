#include "servicenow/setup/plan.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr const char* kCertificate = "the certificate";
constexpr const char* kProvider = "the OAuth JWT provider";
constexpr const char* kVerifier = "the verifier map";
constexpr const char* kTestUser = "the test user";

PlannedRecord certificate(const SetupTerms& terms) {
    const std::string name = "toolhost " + terms.key_id;
    return {.name = kCertificate,
            .purpose = "lets the instance check what this host signs",
            .table = "sys_certificate",
            .match = "name=" + name,
            .values = {{"name", name},
                       {"format", "pem"},
                       {"type", "trust_store_cert"},
                       {"active", "true"},
                       {"pem_certificate", terms.certificate_pem}}};
}

PlannedRecord provider(const SetupTerms& terms) {
    return {.name = kProvider,
            .purpose = "is the client by which the instance knows this host",
            .table = "oauth_jwt",
            .match = "client_id=" + terms.client_id,
            .values = {{"name", "toolhost"},
                       {"client_id", terms.client_id},
                       {"public_client", "true"},
                       {"inbound_grant_type", "jwt"},
                       {"default_grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"},
                       {"user_field", terms.subject_field},
                       {"access_token_lifespan", "1800"},
                       {"enable_jti_verification", "true"},
                       {"clock_skew", "300"},
                       {"active", "true"}}};
}

PlannedRecord verifier(const SetupTerms& terms) {
    return {.name = kVerifier,
            .purpose = "joins the certificate to the provider under the key's name (kid)",
            .table = "jwt_verifier_map",
            .match = "kid=" + terms.key_id,
            .values = {{"name", "toolhost " + terms.key_id}, {"kid", terms.key_id}},
            .references = {{"oauth_jwt", kProvider}, {"sys_certificate", kCertificate}}};
}

PlannedRecord testUser(const std::string& user_name) {
    return {.name = kTestUser,
            .purpose = "tries it out; administrators are refused by this grant",
            .table = "sys_user",
            .match = "user_name=" + user_name,
            .values = {{"user_name", user_name},
                       {"first_name", "Toolhost"},
                       {"last_name", "Test"},
                       {"email", user_name + "@example.com"},
                       {"active", "true"}}};
}

PlannedRecord role(const std::string& role_name) {
    return {.name = "role " + role_name,
            .purpose = "is there already",
            .table = "sys_user_role",
            .match = "name=" + role_name,
            .values = {},
            .is_given = true};
}

PlannedRecord membership(const SetupTerms& terms,
                         const std::string& role_name,
                         const std::string& purpose) {
    return {.name = role_name + " for the test user",
            .purpose = purpose,
            .table = "sys_user_has_role",
            .match = "user.user_name=" + terms.test_user + "^role.name=" + role_name,
            .values = {},
            .references = {{"user", kTestUser}, {"role", "role " + role_name}}};
}

std::string describeRecord(const PlannedRecord& record, std::size_t number) {
    std::string text = std::to_string(number) + ". " + record.name + " (" + record.table +
                       "): " + record.purpose + "\n";
    for (const auto& [field, value] : record.values) {
        const bool is_long = value.find('\n') != std::string::npos;
        text.append("     ").append(field).append(" = ");
        text.append(is_long ? "the PEM text above" : value).append("\n");
    }
    for (const auto& [field, name] : record.references) {
        text.append("     ").append(field).append(" = (").append(name).append(")\n");
    }
    return text;
}

std::string settingsFor(const SetupTerms& terms) {
    const std::string prefix = "servicenow." + terms.instance + ".";
    return prefix + "url = " + terms.url + "\n" + prefix + "grant = jwt_bearer\n" + prefix +
           "client_id = " + terms.client_id + "\n" + prefix + "key_file = " + terms.key_file +
           "\n" + prefix + "key_id = " + terms.key_id + "\n" + prefix +
           "subject_field = " + terms.subject_field + "\n";
}

}  // namespace

std::vector<PlannedRecord> planSetup(const SetupTerms& terms) {
    std::vector<PlannedRecord> plan = {certificate(terms), provider(terms), verifier(terms)};
    if (terms.test_user.empty()) return plan;
    plan.push_back(testUser(terms.test_user));
    plan.push_back(role("itil"));
    plan.push_back(membership(terms, "itil", "lets the user work with tasks"));
    plan.push_back(role("personalize_dictionary"));
    plan.push_back(membership(
        terms, "personalize_dictionary", "lets the user read which columns tables have"));
    return plan;
}

std::string describePlan(const SetupTerms& terms, const std::vector<PlannedRecord>& plan) {
    std::string text = "# Certificate of " + terms.key_file + "\n" + terms.certificate_pem +
                       "\n# Records on " + terms.url + ", in this order\n";
    std::size_t number = 0;
    for (const auto& record : plan) {
        if (!record.is_given) text += describeRecord(record, ++number);
    }
    const std::string user = terms.test_user.empty() ? "USER" : terms.test_user;
    text += "\n# Settings of this host\n" + settingsFor(terms) +
            "\n# To see that it works\n"
            "toolhost servicenow check --instance " +
            terms.instance + " --user " + user +
            "\n\n# To have it done by this program, as an administrator of the instance\n"
            "toolhost servicenow setup --apply --admin NAME --admin-password file:/PATH "
            "(and the options given now)\n";
    return text;
}

}  // namespace toolhost::servicenow
