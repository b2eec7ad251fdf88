#pragma once

#include <optional>
#include <string>
#include <vector>

#include "boundary/plugin.hpp"
#include "loader/checkup/check.hpp"
#include "loader/checkup/checkup.hpp"
#include "loader/checkup/specimen.hpp"
#include "loader/provenance/plugin_note.hpp"
#include "tools/definition.hpp"

namespace toolhost::loader {

/// Whether everything a running plugin lists can be offered, and what that is.
struct DefinitionCheck {
    Check check;
    std::vector<tools::Definition> tools;
};
DefinitionCheck checkDefinitions(boundary::Plugin& plugin);

/// What a loaded plugin promises of its description, its instances and their tools. `first` has no
/// instance yet.
Checks checkInstances(const SpecimenSource& source,
                      const PluginNote& note,
                      Specimen& first,
                      const CheckupBounds& bounds);

}  // namespace toolhost::loader
