#include "servicenow/paging/cursor.hpp"

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

const Question kQuestion{"dev", "beth.anglin", "incident", "active=true", "true number"};
const Place kPlace{.after = KeyPosition{{"1", ""}, "0123"},
                   .offset = 7,
                   .is_by_offset = true,
                   .start = 3,
                   .seen = 40,
                   .total = 99,
                   .rows_hidden = true};
const base::WallTime kNow{std::chrono::hours(500'000)};

TEST(Cursor, IsRefusedWhenItIsForAnotherQuestionOrTooOld) {
    const auto sealer = crypto::Sealer::ephemeral();
    const auto cursor = sealPlace(sealer, kNow, kQuestion, kPlace).value();
    struct Case {
        std::function<void(Question&)> change;
        const char* says;
    };
    for (const auto& [change, says] :
         {Case{[](auto& q) { q.user = "fred"; }, "another user"},
          Case{[](auto& q) { q.instance = "prod"; }, "another instance"},
          Case{[](auto& q) { q.table = "task"; }, "another table"},
          Case{[](auto& q) { q.query = "x=1"; }, "another query"},
          Case{[](auto& q) { q.shape = "all number"; }, "other fields"}}) {
        Question question = kQuestion;
        change(question);
        const auto place = openPlace(sealer, kNow, question, cursor);
        ASSERT_FALSE(place.ok()) << says;
        EXPECT_NE(place.error().what.find(says), std::string::npos) << place.error().what;
    }
    const auto later = kNow + std::chrono::hours(25);
    EXPECT_NE(openPlace(sealer, later, kQuestion, cursor).error().what.find("older than a day"),
              std::string::npos);
    EXPECT_FALSE(openPlace(crypto::Sealer::ephemeral(), kNow, kQuestion, cursor).ok());
}

TEST(Cursor, IsRefusedWhenAnyOfItIsChanged) {
    const auto sealer = crypto::Sealer::ephemeral();
    const auto cursor = sealPlace(sealer, kNow, kQuestion, kPlace).value();
    for (std::size_t i = 0; i < cursor.size(); ++i) {
        std::string changed = cursor;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(openPlace(sealer, kNow, kQuestion, changed).ok()) << i;
        EXPECT_FALSE(openPlace(sealer, kNow, kQuestion, cursor.substr(0, i)).ok()) << i;
    }
}

TEST(Cursor, KeepsThePlaceAndShowsNothingOfIt) {
    const auto sealer = crypto::Sealer::ephemeral();
    const auto cursor = sealPlace(sealer, kNow, kQuestion, kPlace).value();
    EXPECT_EQ(openPlace(sealer, kNow, kQuestion, cursor).value(), kPlace);
    EXPECT_EQ(cursor.find_first_not_of(
                  "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
              std::string::npos);
    EXPECT_NE(sealPlace(sealer, kNow, kQuestion, kPlace).value(), cursor);
}

}  // namespace
}  // namespace toolhost::servicenow
