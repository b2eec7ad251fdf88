#pragma once

#include "loader/checkup/check.hpp"
#include "loader/plugin_form.hpp"
#include "loader/provenance/examination.hpp"

namespace toolhost::loader {

/// What can be said of a plugin file without running anything of it: every rule, kept or broken.
/// What a host would only warn of is broken here, because its maker can still mend it. Who signed
/// the file is not looked at.
Checks checkFile(PluginForm form, const Examination& examination);

}  // namespace toolhost::loader
