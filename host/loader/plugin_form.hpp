#pragma once

#include <string>
#include <string_view>

namespace toolhost::loader {

/// What a plugin file is: code, or tools written down as data.
enum class PluginForm { Library, Declared };

inline constexpr std::string_view kLibraryEnding = ".so";
inline constexpr std::string_view kDeclaredEnding = ".tools.json";

/// By the file's name: what does not end as declared tools do is taken for a library.
PluginForm formOf(std::string_view file);

/// How names of such files end.
std::string_view endingOf(PluginForm form);

/// What the admin calls the plugin: its file's name without the ending and the folders before it.
std::string pluginNameOf(std::string_view file);

}  // namespace toolhost::loader
