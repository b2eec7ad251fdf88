#include "servicenow/credentials/subjects.hpp"

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

/// The subject, or "refused: " and the hint.
std::string subjectOf(const Subjects& subjects, const std::string& user) {
    const auto subject = subjects.subjectOf(user);
    return subject ? subject.value() : "refused";
}

TEST(MappedSubjects, RefuseNamesThatNoUserCanHave) {
    const auto subjects = Subjects::mapped({});
    for (const std::string user : {"", " ", "a b", "a^b", "a\nb", "a@b@c", "b\xc3\xa9th", "x=y"})
        EXPECT_EQ(subjectOf(subjects, user), "refused") << user;
    EXPECT_EQ(subjectOf(subjects, std::string(255, 'a')), "refused");
    EXPECT_EQ(subjectOf(subjects, std::string(254, 'a')), std::string(254, 'a'));
}

TEST(MappedSubjects, RefuseDeniedUsersUnderEitherName) {
    InstanceSettings settings;
    settings.denied_subjects = {"Admin", "svc@example.com"};
    settings.subject_domain = "example.com";
    settings.subjects = {{"abel", "ADMIN"}};
    const auto subjects = Subjects::mapped(settings);
    for (const std::string user : {"admin", "ADMIN", "abel", "svc", "svc@example.com"})
        EXPECT_EQ(subjectOf(subjects, user), "refused") << user;
}

TEST(MappedSubjects, AreTheCallersNameUnlessSaidOtherwise) {
    InstanceSettings settings;
    EXPECT_EQ(subjectOf(Subjects::mapped(settings), "beth.anglin"), "beth.anglin");
    settings.subject_domain = "example.com";
    settings.subjects = {{"fred", "f.luddy"}};
    const auto subjects = Subjects::mapped(settings);
    EXPECT_EQ(subjectOf(subjects, "beth.anglin"), "beth.anglin@example.com");
    EXPECT_EQ(subjectOf(subjects, "beth@other.example"), "beth@other.example");
    EXPECT_EQ(subjectOf(subjects, "fred"), "f.luddy");
    EXPECT_FALSE(subjects.sharedAccount());
}

TEST(AccountSubjects, ServeNobodyElseUnlessShared) {
    InstanceSettings settings;
    settings.user_name = "svc.toolhost";
    const auto own = Subjects::account(settings);
    EXPECT_EQ(subjectOf(own, "beth.anglin"), "refused");
    EXPECT_EQ(subjectOf(own, "svc.toolhost"), "svc.toolhost");
    EXPECT_FALSE(own.sharedAccount());
    settings.shared_account = true;
    const auto shared = Subjects::account(settings);
    EXPECT_EQ(subjectOf(shared, "beth.anglin"), "svc.toolhost");
    EXPECT_EQ(shared.sharedAccount(), "svc.toolhost");
}

}  // namespace
}  // namespace toolhost::servicenow
