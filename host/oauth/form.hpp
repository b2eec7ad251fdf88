#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace toolhost::oauth {

/// The fields of a form by name.
class Form {
public:
    explicit Form(std::map<std::string, std::string, std::less<>> fields);

    /// The field's value; null when it is missing or empty, which OAuth takes for the same
    /// (RFC 6749 §3.2).
    [[nodiscard]] const std::string* find(std::string_view name) const;

private:
    std::map<std::string, std::string, std::less<>> fields_;
};

/// A body of application/x-www-form-urlencoded, read strictly: at most 64 KiB and 64 fields, no
/// name twice, every '%' with two digits, UTF-8 without NUL. The error is fit for the client.
base::Result<Form> parseForm(std::string_view body);

/// The text with '+' and "%XX" decoded; absent when a '%' has no two digits.
std::optional<std::string> decodeFormText(std::string_view text);

}  // namespace toolhost::oauth
