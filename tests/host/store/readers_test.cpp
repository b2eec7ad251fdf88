#include "store/readers.hpp"

#include <future>

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"
#include "notes_table.hpp"

namespace toolhost::store {
namespace {

TEST(Readers, ReportsAFileItCannotOpenAndRecovers) {
    const ScratchFolder folder;
    Readers readers(folder / "a.db", 1);
    EXPECT_FALSE(readers.borrow().ok());
    const auto writer = openNotes(folder / "a.db");
    const auto loan = readers.borrow();
    EXPECT_TRUE(loan.ok());
}

TEST(Readers, LendsTheSameConnectionAgain) {
    const ScratchFolder folder;
    const auto writer = openNotes(folder / "a.db");
    Readers readers(folder / "a.db", 2);
    const auto* first = readers.borrow().value().get();
    EXPECT_EQ(readers.borrow().value().get(), first);
}

TEST(Readers, WaitsForOneToComeBack) {
    const ScratchFolder folder;
    const auto writer = openNotes(folder / "a.db");
    Readers readers(folder / "a.db", 1);
    auto loan = readers.borrow();
    ASSERT_TRUE(loan.ok());
    auto second = std::async(std::launch::async, [&readers] { return readers.borrow().ok(); });
    loan.value().reset();
    EXPECT_TRUE(second.get());
}

}  // namespace
}  // namespace toolhost::store
