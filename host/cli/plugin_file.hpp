#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "cli/program.hpp"
#include "loader/provenance/examination.hpp"
#include "loader/provenance/plugin_signature.hpp"
#include "loader/settings.hpp"

namespace toolhost::cli {

/// A plugin file, read once.
struct PluginFile {
    std::filesystem::path path;
    std::string bytes;
};

/// The whole file; an error when it cannot be read.
base::Result<std::string> readWhole(const std::filesystem::path& path);

/// The file that a command `plugin <verb> FILE` names.
base::Result<PluginFile> fileNamed(const Program& program);

/// The text of the signature file beside the plugin; absent when there is none.
base::Result<std::optional<std::string>> signatureOf(const std::filesystem::path& plugin);

/// What a signature of the file would be of.
base::Result<loader::SignedContent> contentOf(const PluginFile& file);

/// What a host with those settings would say of the file. Nothing of it runs.
base::Result<loader::Examination> examine(const PluginFile& file, const loader::Settings& settings);

}  // namespace toolhost::cli
