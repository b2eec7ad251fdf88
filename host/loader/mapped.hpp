#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "loader/provenance/finding.hpp"

namespace toolhost::loader {

/// The contents that were mapped into this process, by the file they came from. None ever leaves:
/// nobody can prove that its code is no longer needed. [control]
class Mapped {
public:
    /// Counts one more content of that file, unless it is there already. A finding, and nothing
    /// counted, when it would be more than `contents_max`.
    std::optional<Finding> add(const std::string& file,
                               const std::string& sha256,
                               std::size_t contents_max);

private:
    std::map<std::string, std::set<std::string>> by_file_;
};

}  // namespace toolhost::loader
