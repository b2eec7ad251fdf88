#include "loader/provenance/plugin_note.hpp"

#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include <toolhost/abi/note.h>
#include <toolhost/abi/plugin.h>

#include "base/text.hpp"
#include "loader/provenance/dotted_version.hpp"
#include "loader/provenance/semantic_version.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

constexpr std::size_t kIdBytesMax = 128;

/// Labels of a-z, 0-9 and - with dots between; at least two.
bool isReverseDns(std::string_view id) {
    constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-";
    const auto labels = base::split(id, '.');
    for (const auto label : labels) {
        if (label.empty() || label.find_first_not_of(kAllowed) != std::string_view::npos)
            return false;
    }
    return labels.size() >= 2 && id.size() <= kIdBytesMax;
}

base::Result<std::string> textIn(const json& note, const char* member) {
    const auto found = note.find(member);
    if (found != note.end() && found->is_string()) return found->get<std::string>();
    return base::Error{std::string("its note lacks ") + member};
}

/// The note's text without the NULs that pad it.
std::string_view textOfNote(const ElfNote& note) {
    const std::string_view text = note.text;
    return text.substr(0, text.find_last_not_of('\0') + 1);
}

base::Result<const ElfNote*> findNote(const ElfFile& file) {
    const ElfNote* found = nullptr;
    for (const auto& note : file.notes) {
        if (note.name != TOOLHOST_NOTE_NAME || note.type != TOOLHOST_NOTE_TYPE) continue;
        if (found != nullptr) return base::Error{"it has more than one toolhost note"};
        found = &note;
    }
    if (found == nullptr) return base::Error{"it has no toolhost note"};
    if (found->text.size() > TOOLHOST_NOTE_BYTES_MAX) {
        return base::Error{"its toolhost note is longer than 4 KiB"};
    }
    return found;
}

}  // namespace

base::Result<base::Done> checkNames(const std::string& id, const std::string& version) {
    if (!isReverseDns(id)) {
        return base::Error{"its id " + base::quoted(id) +
                           " is not a reverse DNS name of a-z, 0-9 and -"};
    }
    if (!SemanticVersion::parse(version)) {
        return base::Error{"its version " + base::quoted(version) +
                           " is not a semantic version such as 1.0.0"};
    }
    return base::Done{};
}

base::Result<PluginNote> readPluginNote(const ElfFile& file) {
    const auto found = findNote(file);
    if (!found) return found.error();
    const json text = json::parse(textOfNote(*found.value()), nullptr, false);
    if (!text.is_object()) return base::Error{"its toolhost note is not a JSON object"};
    PluginNote note;
    for (const auto& [member, field] : {std::pair{"id", &PluginNote::id},
                                        std::pair{"version", &PluginNote::version},
                                        std::pair{"abi", &PluginNote::abi}}) {
        auto value = textIn(text, member);
        if (!value) return value.error();
        note.*field = std::move(value).value();
    }
    if (auto sdk = textIn(text, "sdk"); sdk) note.sdk = std::move(sdk).value();
    if (const auto done = checkNames(note.id, note.version); !done) return done.error();
    return note;
}

bool isAbiServed(const std::string& abi) {
    std::string_view rest;
    const auto built_for = DottedVersion::parse(abi, rest);
    if (!built_for || !rest.empty() || built_for->major != TOOLHOST_ABI_MAJOR) return false;
    if (TOOLHOST_ABI_MAJOR == 0) return built_for->minor == TOOLHOST_ABI_MINOR;
    return built_for->minor <= TOOLHOST_ABI_MINOR;
}

std::string hostAbi() {
    return std::to_string(TOOLHOST_ABI_MAJOR) + '.' + std::to_string(TOOLHOST_ABI_MINOR);
}

}  // namespace toolhost::loader
