#include <charconv>
#include <ostream>

#include "audit/search.hpp"
#include "audit/trail.hpp"
#include "audit/verify.hpp"
#include "cli/commands.hpp"

namespace toolhost::cli {
namespace {

base::Result<audit::Query> readQuery(const Arguments& arguments) {
    audit::Query query;
    query.type = arguments.find("type").value_or("");
    query.user = arguments.find("user").value_or("");
    const auto last = arguments.find("last");
    if (!last) return query;
    const auto [end, failed] =
        std::from_chars(last->data(), last->data() + last->size(), query.last);
    if (failed != std::errc() || end != last->data() + last->size()) {
        return base::Error{"--last must be a whole number"};
    }
    return query;
}

std::string shown(const audit::Record& record) {
    const base::WallTime when{std::chrono::microseconds(record.time_us)};
    std::string line = std::to_string(record.seq) + "  " + base::toRfc3339(when) + "  " +
                       record.type + "  " + record.outcome + "  " + audit::whoOf(record) + "  " +
                       record.target;
    for (const auto& [key, value] : record.details) {
        line.append("  ").append(key).append("=").append(value);
    }
    return line;
}

}  // namespace

int verifyAudit(Program& program) {
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    const auto verdict = audit::verify(audit::trailFile(settings->store));
    if (!verdict.ok()) return fail(program, verdict.error());
    const auto& found = verdict.value();
    if (found.first_bad) {
        program.out << "bad: record " << found.first_bad->seq << ": " << found.first_bad->why
                    << "; " << found.records << " records before it are sound\n";
        return kFailure;
    }
    program.out << "sound: " << found.records << " records, " << found.signed_records
                << " of them under a signed checkpoint, last hash " << found.last_hash << '\n';
    return kSuccess;
}

int searchAudit(Program& program) {
    const auto query = readQuery(program.arguments);
    if (!query.ok()) return fail(program, query.error());
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    const auto rows = audit::search(audit::trailFile(settings->store), query.value());
    if (!rows.ok()) return fail(program, rows.error());
    for (const auto& row : rows.value()) {
        program.out << (program.arguments.has("json") ? row.line : shown(row.record)) << '\n';
    }
    return kSuccess;
}

}  // namespace toolhost::cli
