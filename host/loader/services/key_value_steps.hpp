#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "loader/services/key_values.hpp"

namespace toolhost::loader {

/// What is wrong with a key; ok when nothing is.
base::Result<base::Done> checkKey(std::string_view key);

/// Reads one step: `{"op": "put" | "delete" | "check", "key", …}`. The value of a put is its member
/// `value` as JSON, or bytes of `beside`: all of them, or what its member `bytes` {offset, size}
/// says.
base::Result<KeyValueStep> readStep(const nlohmann::json& step,
                                    std::string_view beside,
                                    base::WallTime now);

/// The same for each step of a list, of which there is at least one.
base::Result<std::vector<KeyValueStep>> readSteps(const nlohmann::json& steps,
                                                  std::string_view beside,
                                                  base::WallTime now);

}  // namespace toolhost::loader
