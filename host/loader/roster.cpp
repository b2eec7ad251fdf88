#include "loader/roster.hpp"

#include <utility>

namespace toolhost::loader {

GenerationPtr Roster::find(const std::string& file) const {
    const auto found = by_file_.find(file);
    return found == by_file_.end() ? nullptr : found->second;
}

base::Result<GenerationPtr> Roster::place(const GenerationPtr& newcomer) {
    GenerationPtr before = find(newcomer->file);
    if (!before) {
        if (auto added = names_.add(newcomer->offerings); !added.ok()) return added.error();
    } else {
        tools::Catalogue names = others(newcomer->file);
        if (auto added = names.add(newcomer->offerings); !added.ok()) return added.error();
        names_ = std::move(names);
    }
    by_file_[newcomer->file] = newcomer;
    return before;
}

GenerationPtr Roster::vacate(const std::string& file) {
    GenerationPtr before = find(file);
    if (!before) return before;
    names_ = others(file);
    by_file_.erase(file);
    return before;
}

tools::Catalogue Roster::others(const std::string& file) const {
    tools::Catalogue catalogue;
    for (const auto& [name, generation] : by_file_) {
        if (name == file) continue;
        // Cannot be refused: each was placed beside all others.
        [[maybe_unused]] const auto added = catalogue.add(generation->offerings);
    }
    return catalogue;
}

std::shared_ptr<const tools::Catalogue> Roster::catalogue() const {
    return std::make_shared<const tools::Catalogue>(others({}));
}

std::map<std::string, Quarantine> Roster::quarantines() const {
    std::map<std::string, Quarantine> quarantines;
    for (const auto& [file, generation] : by_file_) {
        quarantines.emplace(file, generation->is_quarantined);
    }
    return quarantines;
}

std::set<std::string> Roster::files() const {
    std::set<std::string> files;
    for (const auto& [file, generation] : by_file_) {
        files.insert(file);
    }
    return files;
}

std::set<std::string> Roster::contents() const {
    std::set<std::string> contents;
    for (const auto& [file, generation] : by_file_) {
        contents.insert(generation->sha256);
    }
    return contents;
}

}  // namespace toolhost::loader
