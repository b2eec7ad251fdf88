#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "loader/provenance/checked_directory.hpp"
#include "loader/provenance/public_key.hpp"

namespace toolhost::loader {

/// A key the admin trusts.
struct TrustedKey {
    std::string name;  ///< its file's, without ".pub"
    PublicKey key;
};

/// Whom the admin trusts, as the directory `plugins.keys` says: `*.pub`, one key each; `allowed`,
/// the SHA-256 of files that need no signature; `revoked`, SHA-256s and key ids that nothing makes
/// good again. Immutable.
class TrustStore {
public:
    /// Nobody is trusted where there is no such directory. A file in it that cannot be read or
    /// understood is an error, and so is one that others may write under Policy::Require: a list of
    /// the revoked with a hole in it is worse than none.
    static base::Result<TrustStore> open(const std::filesystem::path& directory,
                                         Policy permissions,
                                         const Custodian& custodian = {});

    /// The trusted key of that id; null when there is none.
    [[nodiscard]] const TrustedKey* find(const std::string& key_id) const;
    [[nodiscard]] bool isAllowed(const std::string& sha256) const;
    /// Of a file's SHA-256 or a key's id.
    [[nodiscard]] bool isRevoked(const std::string& sha256_or_key) const;

    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
    /// What is doubtful about the directory without making it unusable.
    [[nodiscard]] const Findings& findings() const { return findings_; }

private:
    explicit TrustStore(std::filesystem::path directory) : directory_(std::move(directory)) {}
    base::Result<base::Done> readKeys(const CheckedDirectory& files);
    base::Result<base::Done> readLists(const CheckedDirectory& files);
    base::Result<std::string> readFile(const CheckedDirectory& files, const std::string& name);

    std::filesystem::path directory_;
    std::vector<TrustedKey> keys_;
    std::set<std::string> allowed_;
    std::set<std::string> revoked_;
    Findings findings_;
};

}  // namespace toolhost::loader
