#include "identity/users.hpp"

#include <chrono>
#include <utility>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "identity/names.hpp"

namespace toolhost::identity {
namespace {

constexpr unsigned kAttemptsWaitingMax = 16;
constexpr std::size_t kNobodysPasswordBytes = 32;

constexpr store::Sql kInsert{
    "add a user",
    "INSERT INTO identity_users(name, acts_as, password, created_us, valid_from_us) "
    "VALUES(?1, ?2, ?3, ?4, ?4)"};
constexpr store::Sql kUpdate{
    "set a user's password",
    "UPDATE identity_users SET password = ?2, valid_from_us = ?3 WHERE name = ?1"};
constexpr store::Sql kDelete{"remove a user", "DELETE FROM identity_users WHERE name = ?1"};
constexpr store::Sql kSelect{
    "read the users",
    "SELECT name, acts_as, password, created_us, valid_from_us FROM identity_users"};

base::WallTime timeFrom(std::int64_t microseconds) {
    return base::WallTime(std::chrono::microseconds(microseconds));
}

/// Why this cannot be a password; empty when it can.
std::string faultOf(const base::Secret& password) {
    const auto bytes = password.reveal().size();
    if (bytes < Users::kPasswordBytesMin) {
        return "the password is shorter than " + std::to_string(Users::kPasswordBytesMin) +
               " bytes";
    }
    if (bytes > Users::kPasswordBytesMax) {
        return "the password is longer than " + std::to_string(Users::kPasswordBytesMax) + " bytes";
    }
    return {};
}

std::string faultOf(const UserRequest& request) {
    if (!isName(request.name)) {
        return "the name must be 1 to 255 bytes of UTF-8 without control characters";
    }
    // Their tokens would read as somebody else's.
    if (request.name == kOperatorClientId) return "the name is reserved";
    if (!request.acts_as.empty() && !isName(request.acts_as)) {
        return "the user to act as must be 1 to 255 bytes of UTF-8 without control characters";
    }
    return faultOf(request.password);
}

User userOf(const UserRequest& request, base::WallTime now) {
    const auto created = timeFrom(base::microsecondsSinceEpoch(now));
    return {.name = request.name,
            .acts_as = request.acts_as.empty() ? request.name : request.acts_as,
            .created = created,
            .valid_from = created};
}

base::Result<base::Done> insert(store::Connection& connection,
                                const User& user,
                                const std::string& kept_password) {
    auto statement = connection.prepare(kInsert);
    if (!statement) return statement.error();
    return statement.value()
        .bind(1, user.name)
        .bind(2, user.acts_as)
        .bind(3, kept_password)
        .bind(4, base::microsecondsSinceEpoch(user.created))
        .run();
}

base::Result<base::Done> update(store::Connection& connection,
                                const User& user,
                                const std::string& kept_password) {
    auto statement = connection.prepare(kUpdate);
    if (!statement) return statement.error();
    return statement.value()
        .bind(1, user.name)
        .bind(2, kept_password)
        .bind(3, base::microsecondsSinceEpoch(user.valid_from))
        .run();
}

base::Result<base::Done> erase(store::Connection& connection, const std::string& name) {
    auto statement = connection.prepare(kDelete);
    if (!statement) return statement.error();
    return statement.value().bind(1, name).run();
}

User userFrom(const store::Statement& row) {
    return {.name = row.text(0),
            .acts_as = row.text(1),
            .created = timeFrom(row.integer(3)),
            .valid_from = timeFrom(row.integer(4))};
}

}  // namespace

store::Migrations Users::migrations() {
    return {"identity.users", {{1, R"(
        CREATE TABLE identity_users(
            name TEXT PRIMARY KEY,
            acts_as TEXT NOT NULL,
            password TEXT NOT NULL,
            created_us INTEGER NOT NULL,
            valid_from_us INTEGER NOT NULL) STRICT;)"}}};
}

Users::Users(store::Database& database, crypto::PasswordEffort effort, std::string nobodys_password)
    : database_(database), effort_(effort), nobodys_password_(std::move(nobodys_password)) {}

base::Result<std::unique_ptr<Users>> Users::open(store::Database& database,
                                                 crypto::PasswordEffort effort) {
    const base::Secret unknowable(base::toHex(base::randomBytes(kNobodysPasswordBytes)));
    auto nobodys = crypto::hashPassword(unknowable, effort);
    if (!nobodys) return base::because("open the users", nobodys.error());
    std::unique_ptr<Users> users(new Users(database, effort, std::move(nobodys).value()));
    auto read =
        database.read([&users](store::Connection& connection) { return users->load(connection); });
    if (!read) return read.error();
    return users;
}

base::Result<base::Done> Users::load(store::Connection& connection) {
    auto statement = connection.prepare(kSelect);
    if (!statement) return statement.error();
    const std::unique_lock lock(mutex_);
    for (;;) {
        const auto row = statement.value().step();
        if (!row) return row.error();
        if (!row.value()) return base::Done{};
        auto user = std::make_shared<const User>(userFrom(statement.value()));
        records_.insert_or_assign(user->name, Record{user, statement.value().text(2)});
    }
}

base::Result<base::Done> Users::add(const UserRequest& request, base::WallTime now) {
    const std::string attempted = "add user " + base::quoted(request.name);
    if (const std::string fault = faultOf(request); !fault.empty()) {
        return base::Error{attempted + ": " + fault};
    }
    if (find(request.name)) {
        return base::Error{attempted + ": there is one already; user passwd sets a new password"};
    }
    const auto kept = crypto::hashPassword(request.password, effort_);
    if (!kept) return base::because(attempted, kept.error());
    const auto user = std::make_shared<const User>(userOf(request, now));
    auto written = database_.writeAndWait([user, &kept](store::Connection& connection) {
        return insert(connection, *user, kept.value());
    });
    if (!written) return base::because(attempted, written.error());
    const std::unique_lock lock(mutex_);
    records_.insert_or_assign(user->name, Record{user, kept.value()});
    return base::Done{};
}

base::Result<base::Done> Users::setPassword(std::string_view name,
                                            const base::Secret& password,
                                            base::WallTime now) {
    const std::string attempted = "set the password of user " + base::quoted(name);
    const auto known = find(name);
    if (!known) return unknown(attempted, name);
    if (const std::string fault = faultOf(password); !fault.empty()) {
        return base::Error{attempted + ": " + fault};
    }
    const auto kept = crypto::hashPassword(password, effort_);
    if (!kept) return base::because(attempted, kept.error());
    auto changed = *known;
    changed.valid_from = timeFrom(base::microsecondsSinceEpoch(now));
    auto written = database_.writeAndWait([&changed, &kept](store::Connection& connection) {
        return update(connection, changed, kept.value());
    });
    if (!written) return base::because(attempted, written.error());
    const std::unique_lock lock(mutex_);
    if (const auto record = records_.find(name); record != records_.end()) {
        record->second = {std::make_shared<const User>(std::move(changed)), kept.value()};
    }
    return base::Done{};
}

base::Result<base::Done> Users::remove(std::string_view name) {
    const std::string attempted = "remove user " + base::quoted(name);
    const auto known = find(name);
    if (!known) return unknown(attempted, name);
    auto written = database_.writeAndWait(
        [known](store::Connection& connection) { return erase(connection, known->name); });
    if (!written) return base::because(attempted, written.error());
    const std::unique_lock lock(mutex_);
    records_.erase(known->name);
    return base::Done{};
}

std::shared_ptr<const User> Users::find(std::string_view name) const {
    const std::shared_lock lock(mutex_);
    const auto record = records_.find(name);
    return record == records_.end() ? nullptr : record->second.user;
}

std::vector<User> Users::list() const {
    std::vector<User> users;
    const std::shared_lock lock(mutex_);
    for (const auto& [name, record] : records_) {
        users.push_back(*record.user);
    }
    return users;
}

base::Result<std::shared_ptr<const User>> Users::authenticate(std::string_view name,
                                                              const base::Secret& password) const {
    if (password.reveal().size() > kPasswordBytesMax) return std::shared_ptr<const User>();
    Record record{nullptr, nobodys_password_};
    {
        const std::shared_lock lock(mutex_);
        if (const auto known = records_.find(name); known != records_.end()) {
            record = known->second;
        }
    }
    if (attempts_waiting_.fetch_add(1) >= kAttemptsWaitingMax) {
        attempts_waiting_.fetch_sub(1);
        return base::Error{"check a password: too many others are being checked; try again"};
    }
    const std::lock_guard turn(one_at_a_time_);
    const bool is_right = crypto::isPassword(password, record.kept_password);
    attempts_waiting_.fetch_sub(1);
    return is_right ? record.user : nullptr;
}

base::Error Users::unknown(std::string_view attempted, std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& user : list()) {
        names.push_back(user.name);
    }
    return {std::string(attempted) + ": there is no such user" + base::didYouMean(name, names)};
}

}  // namespace toolhost::identity
