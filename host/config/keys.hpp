#pragma once

#include <string_view>
#include <vector>

#include "config/field.hpp"

namespace toolhost::config {

/// When a changed value is taken up by a running host.
enum class TakenUp { AtRestart, AtHangup };

/// One key, everything that is to be said of it. Its default is its field's.
struct Key {
    /// Dotted; `<words>` stand for names the admin chooses.
    std::string_view name;
    /// What it means, in one sentence; the unit stands in the name.
    std::string_view sentence;
    Field field;
    TakenUp taken_up = TakenUp::AtRestart;
};

/// Keys that belong together, in the order of the reference file.
struct Group {
    std::string_view title;
    std::vector<Key> keys;
};

/// Every key there is. A new setting is one row there and one field in its room's settings.hpp.
std::vector<Group> declaredKeys();

}  // namespace toolhost::config
