#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jsonrpc/message.hpp"

namespace toolhost::jsonrpc {

/// An error as it goes out. `data` is JSON text, empty for none.
struct Error {
    int code = kInternalError;
    std::string message;
    std::string data;
};

/// The response with this result; `result` is JSON text and goes out as it is.
std::string encodeResult(const Id& id, std::string_view result);

/// The response with this error; without an id when none could be read.
std::string encodeError(const std::optional<Id>& id, const Error& error);

/// The JSON text of a string; bytes that are not UTF-8 become U+FFFD.
std::string encodeString(std::string_view text);

}  // namespace toolhost::jsonrpc
