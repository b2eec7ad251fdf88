#include "loader/provenance/examination.hpp"

#include <utility>

#include "base/ids.hpp"
#include "crypto/digest.hpp"
#include "loader/declared/declaration.hpp"
#include "loader/provenance/binary_rules.hpp"
#include "loader/provenance/signature_rules.hpp"

namespace toolhost::loader {
namespace {

constexpr const char* kBuildAnew = "build it with this host's SDK, which leaves a note in the file";

void readLibrary(std::string_view bytes, const Settings& settings, Examination& examination) {
    auto elf = readElf(bytes);
    if (!elf) {
        examination.findings.push_back({Weight::Refuses,
                                        "binary",
                                        elf.error().what,
                                        "put a whole plugin there, by rename and never by copying "
                                        "over one that is in use",
                                        "kind"});
        return;
    }
    examination.elf = std::move(elf).value();
    append(examination.findings, judgeBinary(*examination.elf, settings.libraries));
}

void readNote(Examination& examination) {
    auto note = readPluginNote(*examination.elf);
    if (!note) {
        examination.findings.push_back({Weight::Refuses, "note", note.error().what, kBuildAnew});
        return;
    }
    examination.note = std::move(note).value();
    if (isAbiServed(examination.note->abi)) return;
    examination.findings.push_back(
        {Weight::Refuses,
         "abi",
         "it was built for plugin ABI " + examination.note->abi + " and this host has " + hostAbi(),
         "rebuild it with this host's SDK"});
}

/// What the file says of itself, and what is wrong with its form.
void readDeclared(std::string_view bytes, Examination& examination) {
    auto declaration = readDeclaration(bytes);
    if (declaration.ok()) {
        examination.note = PluginNote{.id = std::move(declaration.value().id),
                                      .version = std::move(declaration.value().version),
                                      .abi = {},
                                      .sdk = {}};
        return;
    }
    examination.findings.push_back(
        {Weight::Refuses,
         "declaration",
         declaration.error().what,
         "mend it there; toolhost plugin inspect says whether it is good"});
}

}  // namespace

std::string sha256Of(std::string_view bytes) {
    return base::toHex(crypto::bytesOf(crypto::sha256(bytes)));
}

Examination examine(PluginForm form,
                    std::string_view bytes,
                    const std::optional<std::string>& signature,
                    const TrustStore& trust,
                    const Settings& settings) {
    Examination examination;
    examination.sha256 = sha256Of(bytes);
    if (form == PluginForm::Declared) readDeclared(bytes, examination);
    if (form == PluginForm::Library) readLibrary(bytes, settings, examination);
    if (examination.elf) readNote(examination);
    if (!examination.note) return examination;
    auto judgement =
        judgeSignature({examination.sha256, examination.note->id, examination.note->version},
                       signature,
                       trust,
                       settings.signature);
    examination.signer = std::move(judgement.signer);
    append(examination.findings, std::move(judgement.findings));
    return examination;
}

}  // namespace toolhost::loader
