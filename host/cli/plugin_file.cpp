#include "cli/plugin_file.hpp"

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "loader/declared/declaration.hpp"
#include "loader/plugin_form.hpp"
#include "loader/provenance/trust_store.hpp"

namespace toolhost::cli {

namespace fs = std::filesystem;

base::Result<std::string> readWhole(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof())
        return base::Error{"read " + path.string() + ": it cannot be read"};
    return bytes;
}

base::Result<PluginFile> fileNamed(const Program& program) {
    const auto& words = program.arguments.words;
    if (words.size() != 3) {
        return base::Error{"plugin " + words[1] + " needs a file: toolhost plugin " + words[1] +
                           " FILE"};
    }
    auto bytes = readWhole(words[2]);
    if (!bytes) return bytes.error();
    return PluginFile{words[2], std::move(bytes).value()};
}

base::Result<std::optional<std::string>> signatureOf(const fs::path& plugin) {
    const fs::path path = plugin.string() + loader::kSignatureEnding;
    std::error_code unknown;
    if (!fs::exists(path, unknown)) return std::optional<std::string>();
    auto text = readWhole(path);
    if (!text) return text.error();
    return std::optional(std::move(text).value());
}

base::Result<loader::SignedContent> contentOf(const PluginFile& file) {
    if (loader::formOf(file.path.native()) == loader::PluginForm::Declared) {
        const auto declared = loader::readDeclaration(file.bytes);
        if (!declared) return base::because(file.path.string(), declared.error());
        return loader::SignedContent{
            loader::sha256Of(file.bytes), declared.value().id, declared.value().version};
    }
    const auto elf = loader::readElf(file.bytes);
    if (!elf) return base::because(file.path.string(), elf.error());
    auto note = loader::readPluginNote(elf.value());
    if (!note) return base::because(file.path.string(), note.error());
    return loader::SignedContent{
        loader::sha256Of(file.bytes), note.value().id, note.value().version};
}

base::Result<loader::Examination> examine(const PluginFile& file,
                                          const loader::Settings& settings) {
    const auto signature = signatureOf(file.path);
    if (!signature) return signature.error();
    const auto trust = loader::TrustStore::open(settings.keys, settings.permissions);
    if (!trust) return trust.error();
    return loader::examine(
        loader::formOf(file.path.native()), file.bytes, signature.value(), trust.value(), settings);
}

}  // namespace toolhost::cli
