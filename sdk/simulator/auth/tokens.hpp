#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// Whom a token stands for.
struct Grant {
    std::string client_id;
    std::string user;  ///< sys_id
    auto operator<=>(const Grant&) const = default;
};

/// The access and refresh tokens that are alive, and the assertions already used. Any thread.
class Tokens {
public:
    /// How long a new token lives.
    static constexpr std::chrono::seconds kAccessLife{1'800};
    static constexpr std::chrono::seconds kRefreshLife{8'640'000};

    /// The access token of that client and user: the one they have, with its life begun anew, or a
    /// new one.
    std::string issueAccess(const Grant& grant, Seconds now);
    /// Likewise for the refresh token.
    std::string issueRefresh(const Grant& grant, Seconds now);
    /// Whom a live access token stands for.
    [[nodiscard]] std::optional<Grant> findAccess(std::string_view token, Seconds now) const;
    [[nodiscard]] std::optional<Grant> findRefresh(std::string_view token, Seconds now) const;
    /// Ends every access token at once.
    void expireAll();
    /// Notes an assertion's id until it expires; false if it was seen before.
    bool useOnce(const std::string& assertion_id, Seconds expires, Seconds now);

private:
    struct Life {
        Grant grant;
        Seconds expires;
    };
    using Lives = std::map<std::string, Life, std::less<>>;

    static std::string issue(Lives& lives, const Grant& grant, Seconds expires, Seconds now);
    static std::optional<Grant> findIn(const Lives& lives, std::string_view token, Seconds now);

    mutable std::mutex mutex_;
    Lives access_;                              // guarded by mutex_
    Lives refresh_;                             // guarded by mutex_
    std::map<std::string, Seconds> used_once_;  // guarded by mutex_
};

}  // namespace toolhost::sim
