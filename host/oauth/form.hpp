#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace toolhost::oauth {

/// The fields of a form, or of a URL's query, by name.
class Form {
public:
    using Fields = std::multimap<std::string, std::string, std::less<>>;

    explicit Form(Fields fields);

    /// The field's value; null when it is missing or empty, which OAuth takes for the same
    /// (RFC 6749 §3.2).
    [[nodiscard]] const std::string* find(std::string_view name) const;

    /// The same as text, empty for none.
    [[nodiscard]] std::string text(std::string_view name) const;

    /// Every value of a field that may stand there more than once.
    [[nodiscard]] std::vector<std::string> all(std::string_view name) const;

private:
    Fields fields_;
};

/// A body of application/x-www-form-urlencoded, read strictly: at most 64 KiB and 64 fields, no
/// name twice but "resource" (RFC 8707 §2), every '%' with two digits, UTF-8 without NUL. The error
/// is fit for the client.
base::Result<Form> parseForm(std::string_view body);

/// The text as the value of a form's field or of a query's parameter.
std::string encodeFormText(std::string_view text);

/// The text with '+' and "%XX" decoded; absent when a '%' has no two digits.
std::optional<std::string> decodeFormText(std::string_view text);

}  // namespace toolhost::oauth
