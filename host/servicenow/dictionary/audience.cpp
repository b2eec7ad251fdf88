#include "servicenow/dictionary/audience.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "servicenow/dictionary/step_reader.hpp"
#include "servicenow/json_text.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kLanguageBytesMax = 8;

/// Whether the text is a language and nothing else, fit for a list in a query.
bool isLanguage(std::string_view text) {
    const auto isAllowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
    };
    return !text.empty() && text.size() <= kLanguageBytesMax &&
           std::all_of(text.begin(), text.end(), isAllowed);
}

/// Whether the instance may go on without this: it withheld the rows, or took no script.
bool isDispensable(const Problem& problem) {
    return isWithheld(problem) || problem.kind == Problem::Kind::InvalidRequest;
}

std::string keyOf(const std::string& domain, std::vector<std::string> roles) {
    std::sort(roles.begin(), roles.end());
    roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
    const auto digest = crypto::sha256(domain + '\n' + base::join(roles, ","));
    return "roles " + base::toHex(crypto::bytesOf(digest));
}

class AudienceReader : public StepReader<AudienceReader> {
public:
    AudienceReader(Endpoint& endpoint, Caller caller, Then<AudiencePointer> then)
        : StepReader(endpoint, std::move(caller)),
          then_(std::move(then)),
          audience_(audienceOf(StepReader::caller().user)) {}

    void start() {
        read("sys_user",
             "sys_id=javascript:gs.getUserID()",
             "sys_id,preferred_language,sys_domain",
             &AudienceReader::takeUser);
    }

private:
    void takeUser(const Outcome<Rows>& rows) {
        if (!rows && !isDispensable(rows.problem())) return then_(rows.problem());
        if (!rows || rows.value().rows.size() != 1) return finish();
        const Json& user = rows.value().rows.front();
        const std::string language = textOf(user, "preferred_language");
        if (isLanguage(language)) audience_.language = language;
        domain_ = textOf(user, "sys_domain");
        const std::string id = textOf(user, "sys_id");
        if (!isSysId(id)) return finish();
        read("sys_user_has_role",
             "user=" + id + "^ORDERBYsys_id",
             "role",
             &AudienceReader::takeRoles);
    }

    /// No roles at all may as well be roles that are hidden, so that proves nothing.
    void takeRoles(const Outcome<Rows>& rows) {
        if (!rows && !isDispensable(rows.problem())) return then_(rows.problem());
        if (!rows || rows.value().some_hidden || rows.value().rows.empty()) return finish();
        std::vector<std::string> roles;
        for (const Json& row : rows.value().rows) {
            roles.push_back(textOf(row, "role"));
            if (roles.back().empty()) return finish();
        }
        audience_.key = keyOf(domain_, std::move(roles));
        audience_.is_shared = true;
        finish();
    }

    void finish() { then_(std::make_shared<const Audience>(std::move(audience_))); }

    const Then<AudiencePointer> then_;
    Audience audience_;
    std::string domain_;
};

}  // namespace

Audience audienceOf(const std::string& user) {
    return {.key = "user " + user, .is_shared = false, .language = kFallbackLanguage};
}

void readAudience(Endpoint& endpoint, const Caller& caller, Then<AudiencePointer> then) {
    std::make_shared<AudienceReader>(endpoint, caller, std::move(then))->start();
}

}  // namespace toolhost::servicenow
