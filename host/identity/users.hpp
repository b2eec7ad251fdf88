#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "crypto/password.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace toolhost::identity {

/// A person who signs in at this host's own login page.
struct User {
    /// What is typed at the login page, and the subject of the person's tokens.
    std::string name;
    /// The ServiceNow user whose rights the person's tools have.
    std::string acts_as;
    base::WallTime created;
    /// Nothing issued before counts: since the password was set last.
    base::WallTime valid_from;
};

/// What the operator says of a user to be.
struct UserRequest {
    std::string name;
    /// Empty means the same name.
    std::string acts_as;
    base::Secret password;
};

/// The people of this host, each with a password of 12 to 1024 bytes that is kept as its scrypt
/// hash. The database keeps them; the copy in memory answers. Thread-safe.
class Users {
public:
    static constexpr std::size_t kPasswordBytesMin = 12;
    static constexpr std::size_t kPasswordBytesMax = 1024;

    /// The users' table in `toolhost.db`.
    static store::Migrations migrations();

    /// Reads the users. The database outlives them.
    static base::Result<std::unique_ptr<Users>> open(store::Database& database,
                                                     crypto::PasswordEffort effort = {});
    Users(const Users&) = delete;
    Users& operator=(const Users&) = delete;
    ~Users() = default;

    /// [any thread but the database's] Refuses a name that is taken; durable when it returns.
    base::Result<base::Done> add(const UserRequest& request, base::WallTime now);

    /// [any thread but the database's] From now on only this password is taken, and nothing that
    /// was issued to the user before counts any more; durable when it returns.
    base::Result<base::Done> setPassword(std::string_view name,
                                         const base::Secret& password,
                                         base::WallTime now);

    /// [any thread but the database's] Ends a user and every token of theirs; durable when it
    /// returns.
    base::Result<base::Done> remove(std::string_view name);

    /// The user of that name; null when there is none. Shared, since a change replaces the record
    /// while callers may still read the older one.
    [[nodiscard]] std::shared_ptr<const User> find(std::string_view name) const;

    /// All users by name.
    [[nodiscard]] std::vector<User> list() const;

    /// The user with this name and password, null when there is none; equally slow for an unknown
    /// name and a wrong password. Passwords are tried one at a time, so that strangers' guesses
    /// take no more than one core; an error when too many already wait.
    [[nodiscard]] base::Result<std::shared_ptr<const User>> authenticate(
        std::string_view name, const base::Secret& password) const;

private:
    struct Record {
        std::shared_ptr<const User> user;
        std::string kept_password;
    };

    Users(store::Database& database, crypto::PasswordEffort effort, std::string nobodys_password);
    base::Result<base::Done> load(store::Connection& connection);
    [[nodiscard]] base::Error unknown(std::string_view attempted, std::string_view name) const;

    store::Database& database_;
    const crypto::PasswordEffort effort_;
    const std::string nobodys_password_;  // tried when the name is unknown
    mutable std::shared_mutex mutex_;
    std::map<std::string, Record, std::less<>> records_;  // guarded by mutex_
    mutable std::mutex one_at_a_time_;
    mutable std::atomic<unsigned> attempts_waiting_{0};
};

}  // namespace toolhost::identity
