#include "simulator/numbers.hpp"

#include <algorithm>

namespace toolhost::sim {

namespace {

constexpr long long kFirstNumber = 10'001;
constexpr std::size_t kDigits = 7;

long long lastNumber(Session& session, std::string_view prefix) {
    auto statement = session.prepare("SELECT last FROM sim_counter WHERE prefix = ?");
    statement.bind(prefix);
    return statement.step() ? statement.integer(0) : kFirstNumber - 1;
}

void storeNumber(Session& session, std::string_view prefix, long long last) {
    session.prepare("INSERT OR REPLACE INTO sim_counter (prefix, last) VALUES (?, ?)")
        .bind(prefix)
        .bind(std::to_string(last))
        .run();
}

}  // namespace

void createCounters(Session& session) {
    session.execute(
        "CREATE TABLE IF NOT EXISTS sim_counter (prefix TEXT PRIMARY KEY, last INTEGER)");
}

std::string takeNumber(Session& session, std::string_view prefix) {
    const auto number = lastNumber(session, prefix) + 1;
    storeNumber(session, prefix, number);
    return formatNumber(prefix, number);
}

void reserveNumbers(Session& session, std::string_view prefix, long long used) {
    storeNumber(session, prefix, std::max(used, lastNumber(session, prefix)));
}

std::string formatNumber(std::string_view prefix, long long number) {
    auto digits = std::to_string(number);
    if (digits.size() < kDigits) digits.insert(0, kDigits - digits.size(), '0');
    return std::string(prefix) + digits;
}

}  // namespace toolhost::sim
