#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace toolhost::crypto {

/// Seals what leaves this host and comes back unread by others: cursors, state of a question.
/// AES-256-GCM. A ring of keys: the first seals, all of them open. Immutable and thread-safe.
class Sealer {
public:
    /// The ring kept in the file, one base64url key of 32 bytes a line, the newest first; made with
    /// one random key when there is no such file.
    static base::Result<Sealer> ensure(const std::filesystem::path& file);

    /// A ring of one random key that ends with the process.
    static Sealer ephemeral();

    /// A ring of other keys, made of this one's for one purpose: neither ring opens what the other
    /// sealed, and a new key here is a new key there.
    [[nodiscard]] Sealer deriveFor(std::string_view purpose) const;

    /// Hides the text and binds it to `bound_to` (purpose, principal, expiry …), which opening must
    /// repeat exactly.
    [[nodiscard]] base::Result<std::string> seal(std::string_view text,
                                                 std::string_view bound_to) const;

    /// The text again; refuses what was changed, bound to something else or sealed by a key that is
    /// not in the ring, without telling which.
    [[nodiscard]] base::Result<std::string> open(std::string_view sealed,
                                                 std::string_view bound_to) const;

private:
    explicit Sealer(std::vector<base::Secret> keys);

    std::vector<base::Secret> keys_;
};

}  // namespace toolhost::crypto
