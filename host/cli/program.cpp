#include "cli/program.hpp"

#include <filesystem>
#include <ostream>
#include <unistd.h>

namespace toolhost::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* kInstalledConfiguration = "/etc/toolhost/toolhost.properties";
constexpr const char* kInstalledState = "/var/lib/toolhost";

/// The build directory the program runs from, empty for an installed one.
fs::path buildTree() {
    std::error_code failed;
    const fs::path program = fs::read_symlink("/proc/self/exe", failed);
    const fs::path tree = program.parent_path().parent_path();
    return fs::exists(tree / "CMakeCache.txt", failed) ? tree : fs::path();
}

config::Environment environment() {
    config::Environment variables;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        const auto equals = text.find('=');
        if (equals != std::string::npos) {
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
        }
    }
    return variables;
}

}  // namespace

int fail(Program& program, const base::Error& error) {
    program.err << "toolhost: " << error.what << '\n';
    return kFailure;
}

void sayProblems(Program& program, const config::Loaded& loaded) {
    for (const auto& problem : loaded.problems) {
        program.err << "toolhost: " << problem.where << ": " << problem.what << '\n';
    }
}

std::optional<config::Settings> loadSettings(Program& program) {
    auto loaded = config::load(program.sources);
    sayProblems(program, loaded);
    if (!loaded.problems.empty()) return std::nullopt;
    program.log.setLeast(loaded.settings.log_level);
    return std::move(loaded.settings);
}

config::Sources sourcesFor(const Arguments& arguments) {
    config::Sources sources;
    const fs::path tree = buildTree();
    sources.defaults.loader.directory =
        tree.empty() ? fs::path(TOOLHOST_PLUGIN_DIRECTORY) : tree / "lib/toolhost/plugins";
    const fs::path programs = fs::read_symlink("/proc/self/exe").parent_path();
    sources.defaults.loader.worker_program = programs / "toolhost-worker";
    sources.defaults.loader.shipped_list =
        programs.parent_path() / "share/toolhost/shipped-plugins.sha256";
    sources.defaults.store.state_dir =
        tree.empty() ? fs::path(kInstalledState) : tree.parent_path() / "state";
    if (!tree.empty()) {
        sources.defaults.loader.keys = tree.parent_path() / "plugin-keys";
        // Where a working copy lies, and how group-writable it is, is the developer's business.
        sources.defaults.loader.permissions = loader::Policy::Warn;
    }
    if (const auto file = arguments.find("config")) {
        sources.file = *file;
        sources.missing_file = config::MissingFile::Refuse;
    } else if (tree.empty()) {
        sources.file = kInstalledConfiguration;
    }
    if (!sources.file.empty()) sources.plugin_files = sources.file.parent_path() / "plugins.d";
    sources.environment = environment();
    sources.command_line = arguments.assignments;
    return sources;
}

}  // namespace toolhost::cli
