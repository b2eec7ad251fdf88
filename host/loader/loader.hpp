#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "loader/provenance/admission.hpp"
#include "loader/provenance/finding.hpp"
#include "loader/rooms.hpp"
#include "loader/settings.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::loader {

/// A plugin file that was looked at, and what became of it.
struct Verdict {
    std::string file;
    /// From its note; empty when it was refused before that could be read.
    std::string id;
    std::string version;
    /// Empty when the file could not be read.
    std::string sha256;
    /// Who stands for it: a trusted key's name, or "allowed"; empty when nobody does.
    std::string signer;
    std::vector<std::string> tools;
    /// The rule it was refused by, and why in words; both empty when it serves.
    std::string rule;
    std::string refusal;
    /// What else there is to say against it.
    Findings cautions;
};

struct Loaded {
    std::shared_ptr<const tools::Catalogue> catalogue;
    std::vector<Verdict> verdicts;
    /// Owns the copies that were loaded where they are temporary: a plugin's process that is
    /// started again needs its own.
    std::shared_ptr<const Admission> admission;
};

/// What is remembered of plugins, and who hears of each verdict as it is reached.
struct Custody {
    Admission::Memory memory;
    /// May be empty.
    std::function<void(const Verdict&)> witness;
};

/// Loads every enabled *.so of the directory, in the order of their names, that passes its
/// Admission. A plugin that does not, or cannot be loaded, is refused with one log line and the
/// rest serve; an error is returned only when the directory, the trusted keys or the store of
/// copies cannot be used, or a plugin marked as required was refused.
base::Result<Loaded> loadPlugins(const Settings& settings,
                                 const Rooms& rooms,
                                 const Custody& custody = {});

}  // namespace toolhost::loader
