#include "loader/plugin_form.hpp"

namespace toolhost::loader {

PluginForm formOf(std::string_view file) {
    return file.ends_with(kDeclaredEnding) ? PluginForm::Declared : PluginForm::Library;
}

std::string_view endingOf(PluginForm form) {
    return form == PluginForm::Declared ? kDeclaredEnding : kLibraryEnding;
}

std::string pluginNameOf(std::string_view file) {
    if (const auto slash = file.rfind('/'); slash != std::string_view::npos) {
        file.remove_prefix(slash + 1);
    }
    const std::string_view ending = endingOf(formOf(file));
    if (file.ends_with(ending)) file.remove_suffix(ending.size());
    return std::string(file);
}

}  // namespace toolhost::loader
