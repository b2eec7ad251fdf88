#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace toolhost::jsonrpc {

/// The members of one JSON object as the spans of text they were written in, so that what the host
/// only passes on is never re-written. Borrows the text it was read from.
class Members {
public:
    /// Reads an object. Refuses text that is not one valid JSON object in UTF-8, and a member
    /// named twice: two readers must never see two different requests in the same bytes.
    static base::Result<Members> read(std::string_view text);

    /// The member's JSON text, absent when there is none of that name.
    [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;

    /// The member's value when it is a JSON string.
    [[nodiscard]] std::optional<std::string> findString(std::string_view name) const;

    /// Whether the member is there and is a JSON object.
    [[nodiscard]] bool isObject(std::string_view name) const;

    /// All of them in the order they were written: name and JSON text.
    [[nodiscard]] const std::vector<std::pair<std::string, std::string_view>>& all() const {
        return members_;
    }

private:
    std::vector<std::pair<std::string, std::string_view>> members_;
};

/// The value of a JSON string's text ("\"a\\n\"" -> "a\n"); absent when it is not one.
std::optional<std::string> stringValue(std::string_view json);

}  // namespace toolhost::jsonrpc
