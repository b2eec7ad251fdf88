#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace toolhost::loader {

/// A symbol that a library offers to others.
struct ElfExport {
    std::string name;
    /// STB_GNU_UNIQUE: one in the whole process, whoever loads it; such a library is never
    /// unloaded.
    bool is_unique = false;
};

/// A record that a tool left in the file: ".note.*".
struct ElfNote {
    std::string name;
    std::uint32_t type = 0;
    std::string text;
};

/// What a 64-bit little-endian ELF file says of itself, read as the dynamic linker reads it: by
/// program headers, never by sections, which may be stripped.
struct ElfFile {
    std::uint16_t machine = 0;  ///< EM_X86_64, EM_AARCH64, …
    std::uint16_t type = 0;     ///< ET_DYN for a shared library
    std::vector<ElfNote> notes;
    std::vector<std::string> needed;     ///< DT_NEEDED
    std::vector<std::string> run_paths;  ///< DT_RPATH and DT_RUNPATH
    std::vector<ElfExport> exports;
    /// The newest "GLIBC_x.y" that it links to, as "x.y"; empty when it links to none.
    std::string glibc;
    bool has_text_relocations = false;
    bool has_executable_stack = false;
    bool has_static_tls = false;  ///< DF_STATIC_TLS: takes from a reserve that loads can exhaust
};

/// Reads a file's bytes. Made for hostile input: every offset, size and count is held to the bytes
/// that are there, and work and memory are bounded by their number. Runs and maps nothing.
base::Result<ElfFile> readElf(std::string_view bytes);

}  // namespace toolhost::loader
