#include "loader/provenance/admission.hpp"

#include <algorithm>
#include <optional>
#include <system_error>
#include <utility>

#include "base/text.hpp"
#include "loader/provenance/plugin_signature.hpp"
#include "loader/provenance/semantic_version.hpp"
#include "loader/provenance/tool_pins.hpp"

namespace toolhost::loader {
namespace {

namespace fs = std::filesystem;

fs::path storeDirectoryOf(const Settings& settings, const Admission::Memory& memory) {
    return settings.store.empty() ? memory.state_directory / "plugins" / "store" : settings.store;
}

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
    return ContentStore::open(storeDirectoryOf(settings, memory));
}

Finding unreadable(const base::Error& error) {
    return {Weight::Refuses, "file", error.what, "only a regular file in the directory is loaded"};
}

Finding storeFault(const std::string& rule, const base::Error& error) {
    return {Weight::Refuses, rule, error.what, "see to the state directory's toolhost.db"};
}

Finding notKept(const base::Error& error) {
    return {Weight::Refuses,
            "rollback",
            "the earlier content that is to serve cannot be read: " + error.what,
            "put a whole plugin file there"};
}

Finding setAside(const Candidate& aside) {
    const auto& note = aside.examination.note;
    return {Weight::Warns,
            "rollback",
            "version " + (note ? note->version : std::string("unknown")) +
                ", which the file has, was rolled back",
            "put a better file there, or let this one serve: toolhost plugin rollback <plugin> "
            "--to <version>"};
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
    auto libraries = directory_.names(std::string(kLibraryEnding));
    if (!libraries) return libraries;
    auto declared = directory_.names(std::string(kDeclaredEnding));
    if (!declared) return declared;
    std::vector<std::string> all = std::move(libraries).value();
    all.insert(all.end(), declared.value().begin(), declared.value().end());
    std::sort(all.begin(), all.end());
    return all;
}

Candidate Admission::examine(const std::string& file) const {
    Candidate found = examineFile(file);
    if (memory_.record == nullptr) return found;
    const auto hold = memory_.record->findHold(file);
    if (!hold) {
        found.examination.findings.push_back(storeFault("rollback", hold.error()));
        return found;
    }
    if (!hold.value() || hold.value()->aside_sha256 != found.examination.sha256) return found;
    Candidate kept = examineKept(file, hold.value()->serves_sha256);
    kept.examination.findings.push_back(setAside(found));
    return kept;
}

Candidate Admission::examineKept(const std::string& file, const std::string& sha256) const {
    Candidate candidate{file, {}, {}, {}};
    auto kept =
        ContentStore::read(storeDirectory(), {sha256, formOf(file)}, settings_.file_bytes_max);
    if (!kept) {
        candidate.examination.findings.push_back(notKept(kept.error()));
        return candidate;
    }
    candidate.bytes = std::move(kept.value().bytes);
    candidate.signature = std::move(kept.value().signature);
    candidate.examination =
        loader::examine(formOf(file), candidate.bytes, candidate.signature, trust_, settings_);
    if (candidate.examination.sha256 != sha256) {
        candidate.examination.findings.push_back(notKept({"it has changed in the store"}));
    }
    return candidate;
}

Candidate Admission::examineFile(const std::string& file) const {
    Candidate candidate{file, {}, {}, {}};
    auto read = directory_.read(file, settings_.file_bytes_max);
    if (!read) {
        candidate.examination.findings.push_back(unreadable(read.error()));
        return candidate;
    }
    candidate.bytes = std::move(read.value().bytes);
    Findings findings = std::move(read.value().findings);
    candidate.signature = readSignature(file, findings);
    candidate.examination =
        loader::examine(formOf(file), candidate.bytes, candidate.signature, trust_, settings_);
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
    if (!record) return {storeFault("rollback", record.error())};
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
    const ContentName content{candidate.examination.sha256, formOf(candidate.file)};
    if (candidate.signature) {
        if (const auto kept = store_.keepSignature(*candidate.signature, content); !kept) {
            return kept.error();
        }
    }
    return store_.keep(candidate.bytes, content);
}

fs::path Admission::storeDirectory() const {
    return storeDirectoryOf(settings_, memory_);
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
                                                 base::WallTime now) const {
    if (!isRemembering()) return base::Done{};
    const Examination& examination = candidate.examination;
    return memory_.record->recordServed(examination.note->id,
                                        {examination.sha256, examination.note->version},
                                        pins,
                                        settings_.copies_max,
                                        now);
}

base::Result<base::Done> Admission::sweep(std::set<std::string> needed) const {
    if (!isRemembering()) return base::Done{};
    auto remembered = memory_.record->allContents();
    if (!remembered) return remembered.error();
    needed.merge(std::move(remembered).value());
    return store_.sweep(needed);
}

}  // namespace toolhost::loader
