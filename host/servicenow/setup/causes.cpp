#include "servicenow/setup/causes.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "crypto/certificate.hpp"
#include "crypto/signing_key.hpp"
#include "servicenow/credentials/subjects.hpp"

namespace toolhost::servicenow {
namespace {

using Verdict = Finding::Verdict;

constexpr const char* kClientCredentialsProperty =
    "glide.oauth.inbound.client.credential.grant_type.enabled";

bool isTrue(const Json& row, std::string_view field) {
    return textOf(row, field) == "true";
}

bool usesClient(Grant grant) {
    return grant == Grant::JwtBearer || grant == Grant::Password ||
           grant == Grant::ClientCredentials || grant == Grant::RefreshToken;
}

/// How assertions are dated: back by the one, good for the other from now on.
constexpr std::chrono::seconds kDatedBack{5};
constexpr std::chrono::seconds kGoodFor{120};

std::optional<std::chrono::seconds> secondsIn(const Json& row, std::string_view field) {
    const std::string text = textOf(row, field);
    long long number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || fault != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return std::chrono::seconds(number);
}

bool hasLongLine(std::string pem) {
    constexpr std::size_t kLineMax = 64;
    std::erase(pem, '\r');
    const auto lines = base::split(pem, '\n');
    return std::any_of(
        lines.begin(), lines.end(), [](std::string_view line) { return line.size() > kLineMax; });
}

/// One look through an instance's records for what explains a refusal.
class Search {
public:
    Search(Conversation& admin, const RefusedEntry& refused)
        : admin_(admin), refused_(refused), grant_(refused.settings.grant) {}

    std::vector<Finding> findings() {
        lookAtUser();
        if (usesClient(grant_)) lookAtClient();
        if (grant_ == Grant::ClientCredentials) lookAtProperty();
        if (grant_ == Grant::JwtBearer) lookAtVerifier();
        if (causes_ == 0) nothingFound();
        return std::move(findings_);
    }

private:
    void blame(std::string step, std::string words, std::string remedy) {
        ++causes_;
        findings_.push_back({std::move(step), Verdict::Bad, std::move(words), std::move(remedy)});
    }

    /// The rows; absent when the table cannot be read, of which a finding tells.
    std::optional<Json> look(const std::string& step,
                             const std::string& table,
                             const std::string& query,
                             const std::string& fields) {
        auto rows = admin_.rows(table, query, fields);
        if (rows && rows.value().is_array()) return std::move(rows).value();
        ++unseen_;
        findings_.push_back({step,
                             Verdict::Doubtful,
                             rows ? table + " gives no list" : rows.problem().message,
                             "the administrator named by --admin needs read access to " + table});
        return std::nullopt;
    }

    void lookAtUser() {
        const bool is_mapped = grant_ == Grant::JwtBearer;
        const auto subject =
            (is_mapped ? Subjects::mapped(refused_.settings) : Subjects::account(refused_.settings))
                .subjectOf(refused_.user);
        if (!subject) return blame("user", subject.problem().message, subject.problem().hint);
        const std::string field = is_mapped ? refused_.settings.subject_field : "user_name";
        const auto users = look("user",
                                "sys_user",
                                field + "=" + subject.value(),
                                "sys_id,user_name,active,locked_out,password_needs_reset,"
                                "web_service_access_only");
        if (!users) return;
        const std::string named = field + " " + base::quoted(subject.value());
        if (users->empty()) {
            return blame("user",
                         "the instance has no user with the " + named,
                         "create the user there, or map the caller with "
                         "servicenow.NAME.subject.USER or subject_field");
        }
        if (users->size() > 1) {
            return blame("user",
                         "several users have the " + named,
                         "know users by user_name, which is unique: subject_field = user_name");
        }
        judge(users->front());
    }

    void judge(const Json& user) {
        const std::string name = base::quoted(textOf(user, "user_name"));
        if (!isTrue(user, "active")) {
            blame("user", name + " is not active", "set active on the user's record");
        }
        if (isTrue(user, "locked_out")) {
            blame("user", name + " is locked out", "clear locked_out on the user's record");
        }
        const bool has_password = grant_ == Grant::Password || grant_ == Grant::Basic;
        if (has_password && isTrue(user, "password_needs_reset")) {
            blame("user",
                  name + " must choose a new password first",
                  "have the user sign in and choose one");
        }
        if (grant_ == Grant::Password && isTrue(user, "web_service_access_only")) {
            blame("user",
                  name + " may use web services only, and gets no token for a password",
                  "clear web_service_access_only on the user's record, or use another grant: "
                  "basic, client_credentials, jwt_bearer");
        }
        if (grant_ == Grant::JwtBearer) lookForAdmin(user, name);
    }

    void lookForAdmin(const Json& user, const std::string& name) {
        const auto roles = look("user",
                                "sys_user_has_role",
                                "user=" + textOf(user, "sys_id") + "^role.name=admin",
                                "sys_id");
        if (roles && !roles->empty()) {
            blame("user",
                  name + " is an administrator, and this grant refuses administrators",
                  "call as a user without the role admin");
        }
    }

    void lookAtClient() {
        const std::string table = grant_ == Grant::JwtBearer ? "oauth_jwt" : "oauth_entity";
        const auto clients = look("client",
                                  table,
                                  "client_id=" + refused_.settings.client_id,
                                  "sys_id,active,public_client,user_field,inbound_grant_type,"
                                  "clock_skew,user");
        if (!clients) return;
        if (clients->empty()) {
            return blame("client",
                         table + " knows no client " + base::quoted(refused_.settings.client_id),
                         "correct client_id, or create the client: toolhost servicenow setup");
        }
        const Json& client = clients->front();
        client_ = textOf(client, "sys_id");
        if (!isTrue(client, "active")) {
            blame("client", "the client is not active: the grant is disabled", "set active on it");
        }
        if (grant_ == Grant::JwtBearer) judgeProvider(client);
        if (grant_ == Grant::ClientCredentials) judgeApplicationUser(client);
    }

    void judgeProvider(const Json& client) {
        const std::string type = textOf(client, "inbound_grant_type");
        const bool is_for_assertions =
            type.empty() || type == "jwt" || type == "multiple" || type == "default";
        if (!is_for_assertions) {
            blame("client",
                  "the client is for the grant " + base::quoted(type) +
                      ": that of this host is disabled",
                  "set inbound_grant_type = jwt on it");
        }
        const bool has_secret = !refused_.settings.client_secret.empty();
        if (!has_secret && !isTrue(client, "public_client")) {
            blame("client",
                  "the client is not public, and this host has no secret for it",
                  "set servicenow.NAME.client_secret, or public_client on the client");
        }
        const std::string field = textOf(client, "user_field");
        const std::string& ours = refused_.settings.subject_field;
        if (!field.empty() && field != ours) {
            blame("client",
                  "the instance knows users by " + field + ", and this host by " + ours,
                  "set servicenow.NAME.subject_field = " + field);
        }
        judgeClocks(client);
    }

    /// Assertions are dated back a little and good for two minutes, so that a clock may be behind
    /// further than ahead.
    void judgeClocks(const Json& client) {
        const auto skew = secondsIn(client, "clock_skew");
        if (!skew) return;
        const auto ahead = refused_.clock_ahead;
        const bool is_early = ahead - kDatedBack > *skew;
        const bool is_late = -ahead >= kGoodFor + *skew;
        if (!is_early && !is_late) return;
        blame("clock",
              "this machine is " + std::to_string(std::chrono::abs(ahead).count()) + " s " +
                  (is_early ? "ahead of" : "behind") + " the instance, which allows " +
                  std::to_string(skew->count()) + " s",
              "synchronise this machine's clock (NTP), or raise clock_skew on the client");
    }

    /// Where the instance shows no such field, nothing can be said of it.
    void judgeApplicationUser(const Json& client) {
        if (!client.contains("user") || !textOf(client, "user").empty()) return;
        blame("client",
              "the client has no OAuth Application User, whom this grant acts as",
              "choose one on the client");
    }

    void lookAtProperty() {
        const auto found = look(
            "grant", "sys_properties", std::string("name=") + kClientCredentialsProperty, "value");
        if (!found) return;
        if (found->empty() || textOf(found->front(), "value") != "true") {
            blame("grant",
                  "the client credentials grant is disabled",
                  std::string("set the property ") + kClientCredentialsProperty + " to true");
        }
    }

    void lookAtVerifier() {
        const auto maps = look(
            "key",
            "jwt_verifier_map",
            "kid=" + refused_.settings.key_id + (client_.empty() ? "" : "^oauth_jwt=" + client_),
            "sys_certificate");
        if (!maps) return;
        if (maps->empty()) {
            return blame("key",
                         "the client has no verifier map for the key " +
                             base::quoted(refused_.settings.key_id),
                         "correct key_id, or create the map: toolhost servicenow setup");
        }
        lookAtCertificate(textOf(maps->front(), "sys_certificate"));
    }

    void lookAtCertificate(const std::string& sys_id) {
        const auto found =
            look("certificate", "sys_certificate", "sys_id=" + sys_id, "active,pem_certificate");
        if (!found) return;
        if (found->empty()) {
            return blame("certificate",
                         "the verifier map names a certificate that is not there",
                         "create it: toolhost servicenow setup");
        }
        if (!isTrue(found->front(), "active")) {
            blame("certificate", "the certificate is not active", "set active on it");
        }
        judgeCertificate(textOf(found->front(), "pem_certificate"));
    }

    void judgeCertificate(const std::string& pem) {
        if (hasLongLine(pem)) {
            blame("certificate",
                  "the certificate has lines of over 64 characters, which the instance cannot read",
                  "store it again as it is printed, line by line: toolhost servicenow setup");
        }
        const auto certificate = crypto::readCertificate(pem);
        const auto key = crypto::SigningKey::load(refused_.settings.key_file);
        if (!certificate) {
            return blame("certificate",
                         certificate.error().what,
                         "store it again, as PEM text with its line breaks");
        }
        const auto& [public_key, not_before, not_after] = certificate.value();
        if (refused_.now < not_before || refused_.now > not_after) {
            blame("certificate",
                  "the certificate is good from " + base::toRfc3339(not_before) + " to " +
                      base::toRfc3339(not_after) + " only",
                  "make a new one: toolhost servicenow setup");
        }
        if (key && key.value().verifyingKey().id() != public_key.id()) {
            blame("certificate",
                  "the certificate belongs to another key than key_file",
                  "store the certificate that toolhost servicenow setup prints for key_file");
        }
    }

    void nothingFound() {
        const auto secrets = secretsOfHost();
        const std::string all_right = unseen_ == 0 ? "every record that can be read is right"
                                                   : "no cause was found in what could be read";
        if (secrets.empty()) {
            findings_.push_back({"cause",
                                 Verdict::Doubtful,
                                 all_right + ", and this grant uses no secret",
                                 "the instance's system log names the cause"});
            return;
        }
        findings_.push_back(
            {"cause",
             Verdict::Doubtful,
             all_right + (unseen_ == 0 ? ", so " : "; ") + secrets +
                 (unseen_ == 0 ? " is wrong" : " may be wrong"),
             "set " + secrets + " anew on both sides; the instance's system log names the cause"});
    }

    /// What this host shows that no record can be compared with; empty for none.
    [[nodiscard]] std::string secretsOfHost() const {
        if (!usesClient(grant_)) return grant_ == Grant::ApiKey ? "api_key" : "password";
        if (grant_ == Grant::Password) return "client_secret or the password";
        if (grant_ == Grant::RefreshToken) return "client_secret or the refresh token";
        return refused_.settings.client_secret.empty() ? "" : "client_secret";
    }

    Conversation& admin_;
    const RefusedEntry& refused_;
    const Grant grant_;
    std::string client_;
    std::vector<Finding> findings_;
    int causes_ = 0;
    int unseen_ = 0;
};

}  // namespace

std::vector<Finding> findCauses(Conversation& admin, const RefusedEntry& refused) {
    return Search(admin, refused).findings();
}

}  // namespace toolhost::servicenow
