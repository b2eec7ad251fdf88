#include "servicenow/credentials/subjects.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kSubjectBytesMax = 254;

/// What user names and mail addresses are made of. A letter of another script that looks like one
/// of these is not let pass for it.
bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-+@'").find(c) != std::string_view::npos;
}

bool isName(const std::string& text) {
    return !text.empty() && text.size() <= kSubjectBytesMax &&
           std::all_of(text.begin(), text.end(), isNameCharacter) &&
           std::count(text.begin(), text.end(), '@') <= 1;
}

Problem refusal(std::string message, std::string hint) {
    return {
        .kind = Problem::Kind::NoIdentity, .message = std::move(message), .hint = std::move(hint)};
}

}  // namespace

Subjects Subjects::mapped(const InstanceSettings& settings) {
    Subjects subjects;
    subjects.is_mapped_ = true;
    subjects.domain_ = settings.subject_domain;
    subjects.exceptions_ = settings.subjects;
    for (const auto& name : settings.denied_subjects) {
        subjects.denied_.insert(base::toLower(name));
    }
    return subjects;
}

Subjects Subjects::account(const InstanceSettings& settings) {
    Subjects subjects;
    subjects.account_ = settings.user_name;
    subjects.is_shared_ = settings.shared_account;
    return subjects;
}

Outcome<std::string> Subjects::subjectOf(const std::string& user) const {
    if (!is_mapped_) {
        if (is_shared_ || user == account_) return account_;
        return refusal("this instance is entered with the account of " + base::quoted(account_) +
                           ", and the caller is " + base::quoted(user) +
                           "; one user's account is not used for another",
                       "the administrator can configure grant = jwt_bearer, with which every user "
                       "is known to ServiceNow by name, or, knowing that ServiceNow will then name "
                       "one account for everybody, shared_account = true");
    }
    const std::string subject = mappedName(user);
    if (!isName(subject)) {
        return refusal("the caller's name " + base::quoted(user.substr(0, kSubjectBytesMax)) +
                           " is not one that a ServiceNow user can have",
                       "the administrator can map it with servicenow.NAME.subject.USER");
    }
    if (denied_.contains(base::toLower(user)) || denied_.contains(base::toLower(subject))) {
        return refusal("calls as " + base::quoted(subject) + " are not sent to this instance",
                       "call as an ordinary user; servicenow.NAME.denied_subjects lists who is "
                       "refused (ServiceNow itself refuses administrators)");
    }
    return subject;
}

std::string Subjects::mappedName(const std::string& user) const {
    if (const auto exception = exceptions_.find(user); exception != exceptions_.end()) {
        return exception->second;
    }
    const bool is_bare = user.find('@') == std::string::npos;
    return is_bare && !domain_.empty() ? user + '@' + domain_ : user;
}

std::optional<std::string> Subjects::sharedAccount() const {
    return is_shared_ ? std::optional(account_) : std::nullopt;
}

}  // namespace toolhost::servicenow
