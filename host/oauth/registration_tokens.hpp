#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace toolhost::oauth {

/// What operators give to those who may register clients themselves (RFC 7591 §3, initial access
/// tokens). Of each only the SHA-256 is kept. Thread-safe; the database outlives it.
class RegistrationTokens {
public:
    static store::Migrations migrations();

    explicit RegistrationTokens(store::Database& database) : database_(database) {}

    /// [any thread but the database's] A new one, good until then; durable when it returns.
    [[nodiscard]] base::Result<base::Secret> issue(base::WallTime now, base::WallTime until) const;

    /// Whether this is one that is good now.
    [[nodiscard]] base::Result<bool> admit(std::string_view token, base::WallTime now) const;

private:
    store::Database& database_;
};

}  // namespace toolhost::oauth
