#pragma once

#include <filesystem>
#include <sys/types.h>
#include <variant>

#include "base/descriptor.hpp"
#include "base/result.hpp"

namespace toolhost::control {

/// Another process owns the state directory.
struct OwnedByAnother {
    /// 0 when the owner has not written it yet.
    pid_t pid = 0;
};

/// The right to change a state directory, held by one process at a time: a lock on
/// <directory>/owner.lock that the kernel releases when the process ends, however it ends.
class Ownership {
public:
    /// Takes the lock at once or says who has it; an Error means that nobody can tell. Makes the
    /// directory with mode 0700 when it is missing, and refuses one that others may enter.
    static base::Result<std::variant<Ownership, OwnedByAnother>> take(
        const std::filesystem::path& state_directory);

    [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

private:
    Ownership(std::filesystem::path directory, base::Descriptor lock);

    std::filesystem::path directory_;
    base::Descriptor lock_;
};

}  // namespace toolhost::control
