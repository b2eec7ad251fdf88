#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "tools/answer.hpp"

namespace toolhost::tasks {

/// A last answer (anything but Questions) as the text it is kept in; see answerFrom.
std::string textOf(const tools::Answer& answer);

/// The answer that textOf wrote. JSON that a plugin wrote comes back byte by byte.
base::Result<tools::Answer> answerFrom(std::string_view text);

}  // namespace toolhost::tasks
