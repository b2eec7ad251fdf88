#include "audit/search.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

#include "store/connection.hpp"

namespace toolhost::audit {
namespace {

constexpr std::string_view kPurpose = "search the audit trail";

// One text a case, so that each can use its index. ?1 type, ?2 user, ?3 how many.
constexpr store::Sql kAny{kPurpose, "SELECT record, hash FROM records ORDER BY seq DESC LIMIT ?3"};
constexpr store::Sql kByType{
    kPurpose, "SELECT record, hash FROM records WHERE type = ?1 ORDER BY seq DESC LIMIT ?3"};
constexpr store::Sql kByUser{
    kPurpose, "SELECT record, hash FROM records WHERE who = ?2 ORDER BY seq DESC LIMIT ?3"};
constexpr store::Sql kByTypeAndUser{
    kPurpose,
    "SELECT record, hash FROM records WHERE type = ?1 AND who = ?2 ORDER BY seq DESC LIMIT ?3"};
constexpr store::Sql kAll{"export the audit trail",
                          "SELECT record, hash FROM records ORDER BY seq"};

const store::Sql& statementFor(const Query& query) {
    if (query.type.empty()) return query.user.empty() ? kAny : kByUser;
    return query.user.empty() ? kByType : kByTypeAndUser;
}

base::Result<std::vector<Row>> rowsOf(store::Statement& statement) {
    std::vector<Row> rows;
    for (;;) {
        const auto more = statement.step();
        if (!more.ok()) return more.error();
        if (!more.value()) break;
        const std::string bytes = statement.text(0);
        // What does not parse was tampered with; its line still shows it.
        rows.push_back(
            {parseRecord(bytes).value_or(Record{}), exportLine(bytes, statement.blob(1))});
    }
    std::reverse(rows.begin(), rows.end());
    return rows;
}

}  // namespace

base::Result<std::vector<Row>> search(const std::filesystem::path& file, const Query& query) {
    auto connection = store::Connection::open(file, store::Access::ReadOnly);
    if (!connection.ok()) return connection.error();
    auto statement = connection.value()->prepare(statementFor(query));
    if (!statement.ok()) return statement.error();
    if (!query.type.empty()) statement.value().bind(1, query.type);
    if (!query.user.empty()) statement.value().bind(2, query.user);
    statement.value().bind(3, static_cast<std::int64_t>(query.last));
    return rowsOf(statement.value());
}

base::Result<base::Done> exportTo(std::ostream& out, const std::filesystem::path& file) {
    auto connection = store::Connection::open(file, store::Access::ReadOnly);
    if (!connection.ok()) return connection.error();
    auto rows = connection.value()->prepare(kAll);
    if (!rows.ok()) return rows.error();
    for (;;) {
        const auto more = rows.value().step();
        if (!more.ok()) return more.error();
        if (!more.value()) break;
        out << exportLine(rows.value().text(0), rows.value().blob(1)) << '\n';
    }
    if (!out.flush()) return base::Error{"export the audit trail: the output could not be written"};
    return base::Done{};
}

}  // namespace toolhost::audit
