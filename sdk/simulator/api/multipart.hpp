#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolhost::sim {

/// One part of a multipart/form-data body.
struct FormPart {
    std::string name;
    std::string file_name;  ///< empty: a plain field
    std::string content_type;
    std::string_view body;  ///< within the body that was parsed
};

/// The parts of a body, in their order; nothing when it is no well-formed multipart/form-data.
std::optional<std::vector<FormPart>> parseMultipart(std::string_view content_type,
                                                    std::string_view body);

}  // namespace toolhost::sim
