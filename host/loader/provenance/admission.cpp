#include "loader/provenance/admission.hpp"

#include <optional>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "loader/provenance/plugin_signature.hpp"
#include "loader/provenance/semantic_version.hpp"
#include "loader/provenance/tool_pins.hpp"

namespace toolhost::loader {
namespace {

constexpr std::size_t kSignatureBytesMax = 16U << 10U;
constexpr const char* kPluginEnding = ".so";

/// What only is looked at is kept beside the state for the moment: programs may run there, which is
/// not said of the system's directory for temporary files.
base::Result<ContentStore> openStore(const Settings& settings, const Admission::Memory& memory) {
    if (memory.state_directory.empty()) {
        std::error_code none;
        return ContentStore::temporary(std::filesystem::temp_directory_path(none));
    }
    if (memory.purpose == Admission::Purpose::Look) {
        return ContentStore::temporary(memory.state_directory);
    }
    return ContentStore::open(settings.store.empty() ? memory.state_directory / "plugins" / "store"
                                                     : settings.store);
}

Finding unreadable(const base::Error& error) {
    return {Weight::Refuses, "file", error.what, "only a regular file in the directory is loaded"};
}

}  // namespace

Admission::Admission(const Settings& settings,
                     const Memory& memory,
                     CheckedDirectory directory,
                     TrustStore trust,
                     ContentStore store)
    : settings_(settings),
      memory_(memory),
      directory_(std::move(directory)),
      trust_(std::move(trust)),
      store_(std::move(store)) {}

base::Result<Admission> Admission::open(const Settings& settings, const Memory& memory) {
    auto directory = CheckedDirectory::open(settings.directory, settings.permissions);
    if (!directory) {
        return base::Error{"read the plugin directory: " + directory.error().what +
                           "; set plugins.directory to where plugins are"};
    }
    auto trust = TrustStore::open(settings.keys, settings.permissions);
    if (!trust) return trust.error();
    auto store = openStore(settings, memory);
    if (!store) return store.error();
    return Admission(settings,
                     memory,
                     std::move(directory).value(),
                     std::move(trust).value(),
                     std::move(store).value());
}

base::Result<std::vector<std::string>> Admission::files() const {
    return directory_.names(kPluginEnding);
}

Candidate Admission::examine(const std::string& file) const {
    Candidate candidate{file, {}, {}};
    auto read = directory_.read(file, settings_.file_bytes_max);
    if (!read) {
        candidate.examination.findings.push_back(unreadable(read.error()));
        return candidate;
    }
    candidate.bytes = std::move(read.value().bytes);
    Findings findings = std::move(read.value().findings);
    const auto signature = readSignature(file, findings);
    candidate.examination = loader::examine(candidate.bytes, signature, trust_, settings_);
    append(findings, std::move(candidate.examination.findings));
    if (candidate.examination.note) append(findings, judgeHistory(*candidate.examination.note));
    candidate.examination.findings = std::move(findings);
    return candidate;
}

std::optional<std::string> Admission::readSignature(const std::string& file,
                                                    Findings& findings) const {
    const std::string name = file + kSignatureEnding;
    if (!directory_.has(name)) return std::nullopt;
    auto read = directory_.read(name, kSignatureBytesMax);
    if (read.ok()) return std::move(read.value().bytes);
    findings.push_back(
        {Weight::Warns, "signature", read.error().what, "put the signature file itself there"});
    return std::nullopt;
}

Findings Admission::judgeHistory(const PluginNote& note) const {
    if (memory_.record == nullptr) return {};
    const auto record = memory_.record->find(note.id);
    if (!record) {
        return {{Weight::Refuses,
                 "rollback",
                 record.error().what,
                 "see to the state directory's toolhost.db"}};
    }
    if (!record.value()) return {};
    const auto floor = SemanticVersion::parse(record.value()->floor);
    const auto version = SemanticVersion::parse(note.version);
    if (!floor || !version || *version >= *floor) return {};
    return {{Weight::Refuses,
             "rollback",
             "its version " + note.version + " is lower than " + record.value()->floor +
                 ", which has served here",
             "if it is to serve again: toolhost plugin approve " + note.id + " --at-least " +
                 note.version}};
}

base::Result<std::filesystem::path> Admission::keep(const Candidate& candidate) const {
    return store_.keep(candidate.bytes, candidate.examination.sha256);
}

bool Admission::isRemembering() const {
    return memory_.record != nullptr && memory_.purpose == Purpose::Serve;
}

base::Result<Findings> Admission::judgeTools(const PluginNote& note,
                                             const std::string& pins) const {
    if (memory_.record == nullptr || settings_.pins == Policy::Off) return Findings{};
    const auto record = memory_.record->find(note.id);
    if (!record) return record.error();
    if (!record.value() || record.value()->pins == pins) return Findings{};
    if (isRemembering()) {
        if (const auto done = memory_.record->recordSeen(note.id, pins); !done) return done.error();
    }
    return Findings{{weightOf(settings_.pins),
                     "pins",
                     "its tools do not say what was approved (" +
                         base::join(differences(record.value()->pins, pins), ", ") + ")",
                     "if that is as it should be: toolhost plugin approve " + note.id}};
}

base::Result<base::Done> Admission::recordServed(const Candidate& candidate,
                                                 const std::string& pins,
                                                 base::WallTime now) {
    if (!isRemembering()) return base::Done{};
    const Examination& examination = candidate.examination;
    serving_.insert(examination.sha256);
    return memory_.record->recordServed(examination.note->id,
                                        {examination.sha256, examination.note->version},
                                        pins,
                                        settings_.copies_max,
                                        now);
}

base::Result<base::Done> Admission::sweep() const {
    if (!isRemembering()) return base::Done{};
    auto needed = memory_.record->allContents();
    if (!needed) return needed.error();
    std::set<std::string> kept = std::move(needed).value();
    kept.insert(serving_.begin(), serving_.end());
    return store_.sweep(kept);
}

}  // namespace toolhost::loader
