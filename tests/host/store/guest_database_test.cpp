#include "store/guest_database.hpp"

#include <sys/stat.h>

#include <gtest/gtest.h>

#include "base/ids.hpp"

namespace toolhost::store {
namespace {

using Kind = GuestFault::Kind;
using namespace std::chrono_literals;

class GuestDatabaseTest : public testing::Test {
protected:
    ~GuestDatabaseTest() override { std::filesystem::remove_all(directory_); }

    GuestDatabase& database() {
        if (!database_) database_ = GuestDatabase::open(file(), limits_, clock_).value();
        return *database_;
    }
    [[nodiscard]] std::filesystem::path file() const { return directory_ / "guest.db"; }

    GuestDatabase::Outcome run(std::vector<GuestStatement> statements,
                               std::chrono::milliseconds time = 5s,
                               std::stop_token stop = {}) {
        return database().run(statements, {clock_.steady() + time, std::move(stop)});
    }
    GuestRows rowsOf(const std::string& sql, std::vector<SqlValue> parameters = {}) {
        auto outcome = run({{sql, std::move(parameters)}});
        if (auto* fault = std::get_if<GuestFault>(&outcome)) {
            ADD_FAILURE() << sql << ": " << fault->what;
            return {};
        }
        return std::get<std::vector<GuestRows>>(outcome).at(0);
    }
    static std::optional<Kind> faultOf(const GuestDatabase::Outcome& outcome) {
        const auto* fault = std::get_if<GuestFault>(&outcome);
        return fault == nullptr ? std::nullopt : std::optional(fault->kind);
    }
    std::int64_t count(const std::string& table) {
        return std::get<std::int64_t>(rowsOf("SELECT count(*) FROM " + table).rows.at(0).at(0));
    }

    const std::filesystem::path directory_ =
        std::filesystem::temp_directory_path() / ("guest-" + base::randomHexId());
    base::SystemClock clock_;
    GuestLimits limits_{.file_bytes_max = 1 << 20, .rows_max = 100, .result_bytes_max = 10'000};
    std::unique_ptr<GuestDatabase> database_;
};

struct Faulty {
    const char* said;
    const char* sql;
    Kind kind;
};

class FaultyStatements : public GuestDatabaseTest, public testing::WithParamInterface<Faulty> {};

TEST_P(FaultyStatements, FailAndLeaveNothingOpen) {
    rowsOf("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT NOT NULL)");
    EXPECT_EQ(faultOf(run({{GetParam().sql, {}}})), GetParam().kind);
    rowsOf("INSERT INTO t VALUES(1, 'x')");
    EXPECT_EQ(count("t"), 1);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    FaultyStatements,
    testing::Values(Faulty{"no_sql", "over there", Kind::Statement},
                    Faulty{"nothing", " -- only a comment", Kind::Statement},
                    Faulty{"two", "SELECT 1; SELECT 2", Kind::Statement},
                    Faulty{"no_table", "SELECT * FROM nowhere", Kind::Statement},
                    Faulty{"parameter_missing", "SELECT ?1", Kind::Statement},
                    Faulty{"large_value", "SELECT zeroblob(100000000)", Kind::Statement},
                    Faulty{"constraint", "INSERT INTO t VALUES(1, NULL)", Kind::Constraint},
                    Faulty{"attach", "ATTACH '/tmp/other.db' AS other", Kind::Denied},
                    Faulty{"vacuum_into", "VACUUM INTO '/tmp/other.db'", Kind::Statement},
                    Faulty{"begin", "BEGIN", Kind::Denied},
                    Faulty{"commit", "COMMIT", Kind::Denied},
                    Faulty{"savepoint", "SAVEPOINT s", Kind::Denied},
                    Faulty{"pragma", "PRAGMA journal_mode = OFF", Kind::Denied},
                    Faulty{"pragma_size", "PRAGMA max_page_count = 1000000000", Kind::Denied},
                    Faulty{"pragma_schema", "PRAGMA writable_schema = ON", Kind::Denied},
                    Faulty{"pragma_function", "SELECT * FROM pragma_database_list", Kind::Denied},
                    Faulty{"extension", "SELECT load_extension('/tmp/x.so')", Kind::Statement},
                    Faulty{"virtual_table", "CREATE VIRTUAL TABLE v USING fts5(a)", Kind::Denied}),
    [](const auto& test) { return test.param.said; });

TEST_F(GuestDatabaseTest, IsTheUsersAlone) {
    rowsOf("CREATE TABLE t(a)");
    struct stat status {};
    ASSERT_EQ(stat(file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    ASSERT_EQ(stat(directory_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0700U);
}

TEST_F(GuestDatabaseTest, BindsAndReadsEveryKindOfValue) {
    rowsOf("CREATE TABLE t(a, b, c, d, e)");
    rowsOf("INSERT INTO t VALUES(?1, ?2, ?3, ?4, ?5)",
           {std::monostate(),
            std::int64_t{-7},
            2.5,
            std::string("it's; DROP TABLE t"),
            Blob{std::string("\0\xff", 2)}});
    const auto result = rowsOf("SELECT * FROM t");
    EXPECT_EQ(result.columns, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
    const auto& row = result.rows.at(0);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(row[0]));
    EXPECT_EQ(std::get<std::int64_t>(row[1]), -7);
    EXPECT_EQ(std::get<double>(row[2]), 2.5);
    EXPECT_EQ(std::get<std::string>(row[3]), "it's; DROP TABLE t");
    EXPECT_EQ(std::get<Blob>(row[4]).bytes, std::string("\0\xff", 2));
}

TEST_F(GuestDatabaseTest, DoesAllStatementsOrNone) {
    rowsOf("CREATE TABLE t(a UNIQUE)");
    EXPECT_EQ(faultOf(run({{"INSERT INTO t VALUES(1)", {}}, {"INSERT INTO t VALUES(1)", {}}})),
              Kind::Constraint);
    EXPECT_EQ(count("t"), 0);
    EXPECT_FALSE(faultOf(run({{"INSERT INTO t VALUES(1)", {}}, {"INSERT INTO t VALUES(2)", {}}})));
    EXPECT_EQ(count("t"), 2);
    EXPECT_EQ(rowsOf("UPDATE t SET a = a + 10").changes, 2);
}

TEST_F(GuestDatabaseTest, IsStoppedWhenItTakesTooLong) {
    const char* endless =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
    EXPECT_EQ(faultOf(run({{endless, {}}}, 20ms)), Kind::Stopped);
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(faultOf(run({{endless, {}}}, 1h, stop.get_token())), Kind::Stopped);
    EXPECT_EQ(rowsOf("SELECT 1").rows.size(), 1U);
}

TEST_F(GuestDatabaseTest, MayNotGrowBeyondItsFile) {
    rowsOf("CREATE TABLE t(a)");
    const char* fill = "INSERT INTO t SELECT zeroblob(100000)";
    std::optional<Kind> fault;
    for (int i = 0; i < 20 && !fault; ++i) {
        fault = faultOf(run({{fill, {}}}));
    }
    EXPECT_EQ(fault, Kind::Full);
    EXPECT_GT(count("t"), 5);
    rowsOf("DELETE FROM t");
    EXPECT_FALSE(faultOf(run({{fill, {}}})));
}

TEST_F(GuestDatabaseTest, CutsWhatIsTooMuchForAnAnswer) {
    const std::string rows =
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 101) SELECT ";
    const auto many = rowsOf(rows + "x FROM n");
    EXPECT_EQ(many.rows.size(), 100U);
    EXPECT_TRUE(many.is_cut);
    EXPECT_FALSE(rowsOf(rows + "x FROM n WHERE x <= 100").is_cut);
    const auto large = rowsOf(rows + "hex(zeroblob(1000)) FROM n");
    EXPECT_EQ(large.rows.size(), 4U);
    EXPECT_TRUE(large.is_cut);
}

TEST_F(GuestDatabaseTest, KeepsItsVersion) {
    rowsOf("PRAGMA user_version = 3");
    database_.reset();
    EXPECT_EQ(std::get<std::int64_t>(rowsOf("PRAGMA user_version").rows.at(0).at(0)), 3);
}

}  // namespace
}  // namespace toolhost::store
