#include "config/sources.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/result.hpp"
#include "base/text.hpp"
#include "config/properties.hpp"

namespace toolhost::config {
namespace {

constexpr std::size_t kFileBytesMax = std::size_t{1} << 20U;
constexpr std::string_view kVariablePrefix = "TOOLHOST_";
constexpr std::string_view kFileEnding = ".properties";

base::Result<std::string> readFile(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) {
        const auto cause = std::make_error_code(static_cast<std::errc>(errno)).message();
        return base::Error{"cannot be read: " + cause + "; check its path and mode"};
    }
    std::string text(kFileBytesMax + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad()) return base::Error{"cannot be read to its end; check the disk"};
    text.resize(static_cast<std::size_t>(in.gcount()));
    if (text.size() > kFileBytesMax) return base::Error{"is larger than 1 MiB; split or trim it"};
    return text;
}

void gatherFile(const std::filesystem::path& file, const std::string& prefix, Gathered& gathered) {
    const auto text = readFile(file);
    if (!text) {
        gathered.problems.push_back({file.string(), text.error().what});
        return;
    }
    const auto where = [&file](std::size_t line) {
        return file.string() + ":" + std::to_string(line);
    };
    auto parsed = parseProperties(text.value());
    for (auto& bad : parsed.bad_lines) {
        gathered.problems.push_back({where(bad.line), std::move(bad.what)});
    }
    for (auto& [key, value, line] : parsed.properties) {
        gathered.assignments.push_back(
            {Level::Files, prefix + key, std::move(value), where(line), prefix});
    }
}

void gatherMainFile(const Sources& sources, Gathered& gathered) {
    if (sources.file.empty()) return;
    std::error_code error;
    const bool missing = !std::filesystem::exists(sources.file, error) && !error;
    if (missing && sources.missing_file == MissingFile::Accept) return;
    gatherFile(sources.file, "", gathered);
}

/// The files of plugins.d in the order of their names, so that problems come in a stable order.
std::vector<std::filesystem::path> pluginFiles(const Sources& sources, Gathered& gathered) {
    std::vector<std::filesystem::path> files;
    std::error_code error;
    if (sources.plugin_files.empty() || !std::filesystem::exists(sources.plugin_files, error)) {
        return files;
    }
    std::filesystem::directory_iterator entry(sources.plugin_files, error);
    for (; !error && entry != std::filesystem::directory_iterator(); entry.increment(error)) {
        if (entry->path().extension() == kFileEnding) files.push_back(entry->path());
    }
    if (error) {
        gathered.problems.push_back({sources.plugin_files.string(),
                                     "cannot be listed: " + error.message() + "; check its mode"});
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// Kubernetes gives every pod these for a service named "toolhost"; they are not ours.
bool isServiceLink(std::string_view name) {
    constexpr std::array<std::string_view, 2> kForeign = {"TOOLHOST_SERVICE_", "TOOLHOST_PORT"};
    return std::any_of(kForeign.begin(), kForeign.end(), [name](auto prefix) {
        return name.substr(0, prefix.size()) == prefix;
    });
}

/// The variables in which secrets are kept: what follows "env:" in any value.
std::set<std::string> variablesOfSecrets(const Environment& environment,
                                         const std::vector<Assignment>& assignments) {
    constexpr std::string_view kScheme = "env:";
    std::set<std::string> names;
    const auto note = [&names, kScheme](const std::string& value) {
        if (value.rfind(kScheme, 0) == 0) names.insert(value.substr(kScheme.size()));
    };
    for (const auto& assignment : assignments) {
        note(assignment.value);
    }
    for (const auto& [name, value] : environment) {
        note(value);
    }
    return names;
}

void gatherEnvironment(const Environment& environment, Gathered& gathered) {
    const auto secrets = variablesOfSecrets(environment, gathered.assignments);
    for (const auto& [name, value] : environment) {
        if (name.rfind(kVariablePrefix, 0) == 0 && !isServiceLink(name) &&
            secrets.count(name) == 0) {
            gathered.assignments.push_back(
                {Level::Variables, name, value, "environment variable " + name, ""});
        }
    }
}

void gatherCommandLine(const std::vector<std::string>& command_line, Gathered& gathered) {
    for (const auto& text : command_line) {
        const auto separator = text.find('=');
        const auto name = base::trim(std::string_view(text).substr(0, separator));
        if (separator == std::string::npos || name.empty()) {
            gathered.problems.push_back(
                {"command line", "expected 'key=value', got " + base::quoted(text)});
            continue;
        }
        gathered.assignments.push_back({Level::CommandLine,
                                        std::string(name),
                                        text.substr(separator + 1),
                                        "command line",
                                        ""});
    }
}

}  // namespace

Gathered gather(const Sources& sources) {
    Gathered gathered;
    gatherMainFile(sources, gathered);
    for (const auto& file : pluginFiles(sources, gathered)) {
        gatherFile(file, "plugin." + file.stem().string() + ".", gathered);
    }
    gatherCommandLine(sources.command_line, gathered);
    // Last, because a secret reference anywhere may name a variable; levels decide, not the order.
    gatherEnvironment(sources.environment, gathered);
    return gathered;
}

}  // namespace toolhost::config
