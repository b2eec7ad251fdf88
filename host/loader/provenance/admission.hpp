#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "loader/provenance/checked_directory.hpp"
#include "loader/provenance/content_store.hpp"
#include "loader/provenance/examination.hpp"
#include "loader/provenance/plugin_register.hpp"
#include "loader/provenance/trust_store.hpp"
#include "loader/settings.hpp"

namespace toolhost::loader {

/// A file of the plugin directory as it was read, once.
struct Candidate {
    std::string file;  ///< its name there
    std::string bytes;
    /// The text of its signature file; absent when there is none that can be read.
    std::optional<std::string> signature;
    Examination examination;
};

/// What stands between a file in the plugin directory and its being loaded. In this order: who may
/// write the directory and the file, the file's form and note, its signature, its version's
/// history; then the copy that is loaded; then, of the loaded plugin, what its tools say.
class Admission {
public:
    /// Whether plugins are to serve, or somebody only wants to see what would become of them;
    /// nothing is remembered then.
    enum class Purpose { Serve, Look };

    /// Where things are remembered. Without a state directory copies are temporary; without a
    /// register nothing has a history. The register outlives the admission.
    struct Memory {
        std::filesystem::path state_directory;
        PluginRegister* record = nullptr;
        Purpose purpose = Purpose::Serve;
    };

    /// Opens the plugin directory, the trusted keys and the store; an error names the key to set.
    static base::Result<Admission> open(const Settings& settings, const Memory& memory);

    /// The plugin files that are there, in the order of their names: libraries and declared tools.
    [[nodiscard]] base::Result<std::vector<std::string>> files() const;

    /// Reads and judges a file, or the earlier content that serves in its place since it was rolled
    /// back. Nothing of it runs.
    [[nodiscard]] Candidate examine(const std::string& file) const;

    /// Reads and judges what the file itself has, whatever serves in its place.
    [[nodiscard]] Candidate examineFile(const std::string& file) const;

    /// Reads and judges a content that served as that file before, whatever its version.
    [[nodiscard]] Candidate examineKept(const std::string& file, const std::string& sha256) const;

    /// Keeps it in the store; gives the path of the copy to load.
    [[nodiscard]] base::Result<std::filesystem::path> keep(const Candidate& candidate) const;

    /// What is to be said against tools that do not say what was approved.
    [[nodiscard]] base::Result<Findings> judgeTools(const PluginNote& note,
                                                    const std::string& pins) const;

    /// Remembers that it serves.
    base::Result<base::Done> recordServed(const Candidate& candidate,
                                          const std::string& pins,
                                          base::WallTime now) const;

    /// Removes the copies that no plugin will need again: all but the remembered ones and these.
    [[nodiscard]] base::Result<base::Done> sweep(std::set<std::string> needed) const;

    /// What is doubtful about the trusted keys' directory.
    [[nodiscard]] const Findings& trustFindings() const { return trust_.findings(); }

private:
    Admission(const Settings& settings,
              const Memory& memory,
              CheckedDirectory directory,
              TrustStore trust,
              ContentStore store);

    [[nodiscard]] bool isRemembering() const;
    [[nodiscard]] std::optional<std::string> readSignature(const std::string& file,
                                                           Findings& findings) const;
    [[nodiscard]] Findings judgeHistory(const PluginNote& note) const;
    [[nodiscard]] std::filesystem::path storeDirectory() const;

    const Settings settings_;
    Memory memory_;
    CheckedDirectory directory_;
    TrustStore trust_;
    ContentStore store_;
};

}  // namespace toolhost::loader
