#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "loader/plugin_form.hpp"
#include "loader/provenance/elf_file.hpp"
#include "loader/provenance/finding.hpp"
#include "loader/provenance/plugin_note.hpp"
#include "loader/provenance/trust_store.hpp"

namespace toolhost::loader {

/// What a plugin file's bytes say of it, and what every rule has to say to that. Nothing of the
/// file has run.
struct Examination {
    std::string sha256;  ///< in hexadecimal
    /// Absent when the file is no ELF file that can be read; declared tools are none.
    std::optional<ElfFile> elf;
    /// Absent when the file has no note that can be read. Of declared tools it is their id and
    /// version, and no ABI: the host itself runs them.
    std::optional<PluginNote> note;
    /// The trusted key that signed it, or "allowed"; empty when nobody stands for it.
    std::string signer;
    Findings findings;
};

/// Examines the bytes: form, note, ABI, libraries, signature. `signature` is the text of the
/// signature file, absent when there is none.
Examination examine(PluginForm form,
                    std::string_view bytes,
                    const std::optional<std::string>& signature,
                    const TrustStore& trust,
                    const Settings& settings);

/// The SHA-256 of bytes in hexadecimal.
std::string sha256Of(std::string_view bytes);

}  // namespace toolhost::loader
