#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "base/result.hpp"
#include "loader/generation.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::loader {

/// The generations that serve: one for each file, in the order of the files' names, no two tools,
/// prompts or resources of one name. [control]
class Roster {
public:
    /// What serves for the file; null when nothing does.
    [[nodiscard]] GenerationPtr find(const std::string& file) const;

    /// Gives the newcomer its file's place; what had it comes back, null if nothing had. An error,
    /// and nothing changed, when one of its tools' names is taken by another file's.
    base::Result<GenerationPtr> place(const GenerationPtr& newcomer);

    /// Takes the file's place away; what had it comes back, null if nothing had.
    GenerationPtr vacate(const std::string& file);

    /// The tools of all, in order.
    [[nodiscard]] std::shared_ptr<const tools::Catalogue> catalogue() const;

    /// Whether the plugin of a file is in quarantine, by file; what is said changes by itself.
    [[nodiscard]] std::map<std::string, Quarantine> quarantines() const;

    [[nodiscard]] std::set<std::string> files() const;
    [[nodiscard]] std::set<std::string> contents() const;

private:
    /// All but that file's.
    [[nodiscard]] tools::Catalogue others(const std::string& file) const;

    std::map<std::string, GenerationPtr> by_file_;
    tools::Catalogue names_;  ///< everyone's tools, in the order in which they came
};

}  // namespace toolhost::loader
