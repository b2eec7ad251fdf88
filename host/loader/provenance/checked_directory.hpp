#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <sys/types.h>
#include <unistd.h>
#include <vector>

#include "base/descriptor.hpp"
#include "base/result.hpp"
#include "loader/provenance/finding.hpp"

namespace toolhost::loader {

/// Whose files are trusted: root's and that user's.
struct Custodian {
    uid_t user = ::geteuid();
    /// Directories down to this one are taken as they are. The root of the file system, but in
    /// tests, which cannot choose what is above them.
    std::filesystem::path above = "/";
};

/// A file of the directory, read once: what is judged is what will run.
struct FileRead {
    std::string bytes;
    /// What is wrong with who may change it.
    Findings findings;
};

/// A directory whose files the host is to believe, opened step by step from the root so that no
/// name is looked up twice: every directory on the way must belong to root or the custodian, be
/// writable by nobody else (a sticky bit does not make it so) and be no symbolic link.
class CheckedDirectory {
public:
    /// An error only when it cannot be opened at all. What is wrong with who may change it is in
    /// findings(), with the weight of the policy; nothing is with Policy::Off.
    static base::Result<CheckedDirectory> open(const std::filesystem::path& directory,
                                               Policy policy,
                                               const Custodian& custodian = {});

    /// The names that end so, in order. An error when the directory cannot be read.
    [[nodiscard]] base::Result<std::vector<std::string>> names(const std::string& ending) const;

    /// Whether anything of that name is there.
    [[nodiscard]] bool has(const std::string& name) const;

    /// Reads a file by its name within the directory; neither a symbolic link nor anything but a
    /// regular file of that size is ever read. The findings hold those of the directory.
    [[nodiscard]] base::Result<FileRead> read(const std::string& name, std::size_t bytes_max) const;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] const Findings& findings() const { return findings_; }

private:
    CheckedDirectory(std::filesystem::path path, Policy policy, uid_t user);
    base::Result<base::Done> descend(const std::filesystem::path& above);
    base::Result<base::Done> step(const std::filesystem::path& name, bool is_judged);
    [[nodiscard]] Finding linkFault() const;

    std::filesystem::path path_;
    Policy policy_;
    uid_t user_;
    std::filesystem::path reached_;
    base::Descriptor directory_;
    Findings findings_;
};

}  // namespace toolhost::loader
