#pragma once

#include <string>

#include "base/result.hpp"
#include "loader/provenance/elf_file.hpp"

namespace toolhost::loader {

/// What a plugin says of itself before any of its code runs: the ".note.toolhost" that
/// TOOLHOST_PLUGIN leaves in the file (sdk/ABI.md).
struct PluginNote {
    std::string id;       ///< reverse DNS: "com.example.greeter"
    std::string version;  ///< semantic: "1.0.0"
    std::string abi;      ///< "0.8"
    std::string sdk;      ///< the SDK it was built with; empty when it does not say
};

/// The one note of that name among a file's notes; an error says what is wrong with it.
base::Result<PluginNote> readPluginNote(const ElfFile& file);

/// Whether that may be a plugin's id and version: reverse DNS of a-z, 0-9 and -, and semantic.
base::Result<base::Done> checkNames(const std::string& id, const std::string& version);

/// Whether this host runs plugins built for that ABI: a pre-release needs the very same one, later
/// ones the same major and no newer minor.
bool isAbiServed(const std::string& abi);

/// This host's own ABI: "0.8".
std::string hostAbi();

}  // namespace toolhost::loader
