#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "config/settings.hpp"

namespace toolhost::config {

/// Environment variables by name; passed in, so that a test can set them.
using Environment = std::map<std::string, std::string, std::less<>>;

/// What is wrong, and where: "file:line", "environment variable NAME" or "command line". The text
/// never holds a secret.
struct Problem {
    std::string where;
    std::string what;
};

/// Whether a configuration file that is not there is as good as an empty one.
enum class MissingFile { Accept, Refuse };

/// Where settings come from. An empty path is a source that is not used.
struct Sources {
    /// What holds where no source says otherwise; the caller sets the directories that depend on
    /// where the program runs.
    Settings defaults;
    std::filesystem::path file;
    MissingFile missing_file = MissingFile::Accept;
    /// The directory of `<plugin>.properties` files; accepted when missing.
    std::filesystem::path plugin_files;
    Environment environment;
    /// "listen.port=0", each.
    std::vector<std::string> command_line;
};

/// How strong a source is; a later one wins.
enum class Level { Files, Variables, CommandLine };

/// One key set by one source, as it was written.
struct Assignment {
    Level level = Level::Files;
    /// A dotted key, or the name of an environment variable.
    std::string name;
    std::string value;
    std::string where;
    /// What the file puts before its keys: "plugin.echo." in plugins.d/echo.properties.
    std::string prefix;
};

/// Everything the sources say, and what could not be read.
struct Gathered {
    std::vector<Assignment> assignments;
    std::vector<Problem> problems;
};

/// Reads all sources, the weakest first. Whether the keys exist is not looked at here.
Gathered gather(const Sources& sources);

}  // namespace toolhost::config
