#include "loader/mapped.hpp"

namespace toolhost::loader {

std::optional<Finding> Mapped::add(const std::string& file,
                                   const std::string& sha256,
                                   std::size_t contents_max) {
    auto& contents = by_file_[file];
    if (contents.contains(sha256)) return std::nullopt;
    if (contents.size() >= contents_max) {
        return Finding{Weight::Refuses,
                       "generations",
                       std::to_string(contents.size()) +
                           " contents of it are in this process already, and stay until it ends",
                       "restart the host, raise plugins.generations_max, or let it run in a "
                       "process of its own"};
    }
    contents.insert(sha256);
    return std::nullopt;
}

}  // namespace toolhost::loader
