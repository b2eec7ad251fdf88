#pragma once

#include <string>
#include <vector>

#include "loader/provenance/elf_file.hpp"
#include "loader/provenance/finding.hpp"

namespace toolhost::loader {

/// What speaks against loading such a file here, whoever made it: another machine, writable code,
/// an executable stack, search paths of its own, libraries that nobody allowed, a newer C library;
/// and what is only unwise: exports besides the entry, symbols that are one in the whole process.
/// `libraries` are allowed besides the C and C++ runtimes'.
Findings judgeBinary(const ElfFile& file, const std::vector<std::string>& libraries);

}  // namespace toolhost::loader
