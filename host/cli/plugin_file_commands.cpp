// What plugins' makers and admins do with plugin files. Nothing of a file ever runs here.
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "cli/plugin_file.hpp"
#include "loader/provenance/plugin_signature.hpp"
#include "loader/provenance/public_key.hpp"

namespace toolhost::cli {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

/// Written beside and renamed, so that a host never sees half of it.
base::Result<base::Done> writeWhole(const fs::path& path, const std::string& text) {
    const fs::path beside = path.string() + ".new";
    std::ofstream out(beside, std::ios::binary | std::ios::trunc);
    out << text << std::flush;
    std::error_code failed;
    if (out.good()) fs::rename(beside, path, failed);
    if (out.good() && !failed) return base::Done{};
    return base::Error{"write " + path.string() + ": " +
                       (failed ? failed.message() : "its directory cannot be written to")};
}

json formOf(const loader::ElfFile& elf) {
    json exports = json::array();
    for (const auto& symbol : elf.exports) {
        exports.push_back(symbol.name);
    }
    return {{"needs", elf.needed},
            {"glibc", elf.glibc},
            {"run_paths", elf.run_paths},
            {"exports", std::move(exports)},
            {"executable_stack", elf.has_executable_stack},
            {"text_relocations", elf.has_text_relocations},
            {"static_tls", elf.has_static_tls}};
}

json jsonOf(const PluginFile& file, const loader::Examination& found) {
    json shown = {{"file", file.path.string()},
                  {"bytes", file.bytes.size()},
                  {"sha256", found.sha256},
                  {"signer", found.signer},
                  {"is_accepted", loader::findRefusal(found.findings) == nullptr},
                  {"findings", json::array()}};
    if (found.note) {
        shown["note"] = {{"id", found.note->id},
                         {"version", found.note->version},
                         {"abi", found.note->abi},
                         {"sdk", found.note->sdk}};
    }
    if (found.elf) shown["elf"] = formOf(*found.elf);
    for (const auto& finding : found.findings) {
        shown["findings"].push_back({{"refuses", finding.weight == loader::Weight::Refuses},
                                     {"rule", finding.rule},
                                     {"what", finding.what},
                                     {"remedy", finding.remedy}});
    }
    return shown;
}

void show(std::ostream& out, const PluginFile& file, const loader::Examination& found) {
    out << "file      " << file.path.string() << ", " << file.bytes.size() << " bytes\n"
        << "sha256    " << found.sha256 << '\n';
    if (found.note) {
        out << "plugin    " << found.note->id << ' ' << found.note->version << '\n';
    }
    if (found.note && found.elf) {
        out << "built for ABI " << found.note->abi << " with SDK "
            << (found.note->sdk.empty() ? "unknown" : found.note->sdk) << '\n';
    }
    if (found.elf) {
        out << "needs     " << base::join(found.elf->needed, ", ") << "; glibc "
            << (found.elf->glibc.empty() ? "any" : found.elf->glibc) << '\n'
            << "exports   " << found.elf->exports.size() << '\n';
    }
    out << "signer    " << (found.signer.empty() ? "nobody that is trusted" : found.signer) << '\n';
    for (const auto& finding : found.findings) {
        out << (finding.weight == loader::Weight::Refuses ? "refused" : "warning") << " by "
            << finding.rule << ": " << loader::textOf(finding) << '\n';
    }
    if (loader::findRefusal(found.findings) == nullptr) out << "this host would load it\n";
}

/// Whether the holder of that very key signed the file.
base::Result<std::string> verifyBy(const fs::path& key_file, const PluginFile& file) {
    const auto line = readWhole(key_file);
    if (!line) return line.error();
    const auto key = loader::parsePublicKey(line.value());
    if (!key) return base::because(key_file.string(), key.error());
    const auto text = signatureOf(file.path);
    if (!text) return text.error();
    if (!text.value()) return base::Error{file.path.string() + " is not signed"};
    const auto signature = loader::parseSignature(*text.value());
    if (!signature) return base::because(file.path.string(), signature.error());
    const auto content = contentOf(file);
    if (!content) return content.error();
    if (signature.value().content != content.value()) {
        return base::Error{file.path.string() + ": its signature is of another content or version"};
    }
    if (!loader::isGenuine(signature.value(), key.value().key)) {
        return base::Error{file.path.string() + ": its signature was not made by the key in " +
                           key_file.string()};
    }
    return key.value().key.id();
}

/// Who of the trusted signed the file.
base::Result<std::string> verifyByTrusted(const PluginFile& file, loader::Settings settings) {
    settings.signature = loader::Policy::Require;
    const auto found = examine(file, settings);
    if (!found) return found.error();
    for (const auto& finding : found.value().findings) {
        if (finding.rule == "signature" || finding.rule == "revoked" || !found.value().note) {
            return base::Error{file.path.string() + ": " + loader::textOf(finding)};
        }
    }
    return found.value().signer;
}

}  // namespace

int inspectPlugin(Program& program) {
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    const auto file = fileNamed(program);
    if (!file.ok()) return fail(program, file.error());
    const auto found = examine(file.value(), settings->loader);
    if (!found.ok()) return fail(program, found.error());
    if (program.arguments.has("json")) {
        program.out << jsonOf(file.value(), found.value())
                           .dump(2, ' ', false, json::error_handler_t::replace)
                    << '\n';
    } else {
        show(program.out, file.value(), found.value());
    }
    return loader::findRefusal(found.value().findings) == nullptr ? kSuccess : kFailure;
}

int signPlugin(Program& program) {
    const auto key_file = program.arguments.find("key");
    if (!key_file) {
        return fail(program, {"plugin sign needs --key FILE, which toolhost plugin keygen makes"});
    }
    const auto file = fileNamed(program);
    if (!file.ok()) return fail(program, file.error());
    auto content = contentOf(file.value());
    if (!content.ok()) return fail(program, content.error());
    const auto key = crypto::SigningKey::load(*key_file);
    if (!key.ok()) return fail(program, key.error());
    const auto signature = loader::signContent(key.value(), std::move(content).value());
    if (!signature.ok()) return fail(program, signature.error());
    const std::string written = file.value().path.string() + loader::kSignatureEnding;
    const auto done = writeWhole(written, loader::textOf(signature.value()));
    if (!done.ok()) return fail(program, done.error());
    program.out << "signed " << signature.value().content.plugin << ' '
                << signature.value().content.version << " by key " << key.value().id() << "\nwrote "
                << written << '\n';
    return kSuccess;
}

int verifyPlugin(Program& program) {
    const auto file = fileNamed(program);
    if (!file.ok()) return fail(program, file.error());
    base::Result<std::string> signer = base::Error{};
    if (const auto key = program.arguments.find("key")) {
        signer = verifyBy(*key, file.value());
    } else {
        const auto settings = loadSettings(program);
        if (!settings) return kFailure;
        signer = verifyByTrusted(file.value(), settings->loader);
    }
    if (!signer.ok()) return fail(program, signer.error());
    program.out << file.value().path.string() << " is vouched for by " << signer.value() << '\n';
    return kSuccess;
}

int makePluginKey(Program& program) {
    const auto& words = program.arguments.words;
    if (words.size() != 3) {
        return fail(program, {"plugin keygen needs a name: toolhost plugin keygen NAME"});
    }
    const auto key = crypto::SigningKey::generate(crypto::Algorithm::Ed25519);
    if (!key.ok()) return fail(program, key.error());
    const auto plugins = base::splitList(program.arguments.find("plugins").value_or(""), ',');
    const auto line = loader::lineOf(key.value().verifyingKey(), plugins);
    if (!line.ok()) return fail(program, line.error());
    const auto saved = key.value().save(words[2] + ".key");
    if (!saved.ok()) return fail(program, saved.error());
    const auto published = writeWhole(words[2] + ".pub", line.value() + '\n');
    if (!published.ok()) return fail(program, published.error());
    program.out << "key " << key.value().id() << "\nwrote " << words[2]
                << ".key, which signs: keep it"
                << " secret\nwrote " << words[2] << ".pub, for the plugins.keys directory of hosts "
                << "that are to trust it\n";
    return kSuccess;
}

}  // namespace toolhost::cli
