// The reader of plugin files, before anything of them may run: it stays within the bytes, and what
// it says of them is theirs.
#include "loader/provenance/elf_file.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "loader/provenance/plugin_note.hpp"

namespace {

void mustHold(std::string_view bytes, std::string_view part) {
    if (bytes.find(part) == std::string_view::npos) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto read = toolhost::loader::readElf(bytes);
    if (!read.ok()) return 0;
    for (const auto& library : read.value().needed)
        mustHold(bytes, library);
    for (const auto& symbol : read.value().exports)
        mustHold(bytes, symbol.name);
    for (const auto& note : read.value().notes)
        mustHold(bytes, note.text);
    const auto note = toolhost::loader::readPluginNote(read.value());
    if (note.ok() && (note.value().id.empty() || note.value().version.empty())) std::abort();
    return 0;
}
