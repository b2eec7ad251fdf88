#include "store/database.hpp"

#include <filesystem>
#include <sstream>

#include <gtest/gtest.h>

#include "base/ids.hpp"
namespace toolhost::store {
namespace {
TEST(Database, Works) {
    std::ostringstream text;
    base::Log log(text, base::LogLevel::Debug);
    const auto dir = std::filesystem::temp_directory_path() / base::randomHexId();
    {
        auto database = Database::open(
            dir / "a.db", {{"x", {{1, "CREATE TABLE t(a TEXT UNIQUE) STRICT; CREATE TABLE u(a);"}}}}, log);
        ASSERT_TRUE(database.ok()) << database.error().what;
        auto ok = database.value()->writeAndWait([](Connection& c) -> base::Result<base::Done> {
            auto s = c.prepare({"put", "INSERT INTO t VALUES (?1)"});
            if (!s.ok()) return s.error();
            return s.value().bind(1, "hello").run();
        });
        ASSERT_TRUE(ok.ok()) << ok.error().what;
        auto read = database.value()->read([](Connection& c) -> base::Result<base::Done> {
            auto s = c.prepare({"get", "SELECT a FROM t"});
            if (!s.ok()) return s.error();
            auto row = s.value().step();
            EXPECT_TRUE(row.ok() && row.value());
            EXPECT_EQ(s.value().text(0), "hello");
            return base::Done{};
        });
        EXPECT_TRUE(read.ok()) << read.error().what;
    }
    EXPECT_EQ(text.str(), "");
    std::filesystem::remove_all(dir);
}
}  // namespace
}  // namespace toolhost::store
