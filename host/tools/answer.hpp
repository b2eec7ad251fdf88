#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/result.hpp"

namespace toolhost::tools {

struct Definition;

/// What a tool answered, in the parts of an MCP CallToolResult.
struct Reply {
    nlohmann::json content = nlohmann::json::array();
    std::optional<std::string> structured;  ///< JSON text as the plugin wrote it
    bool is_error = false;
    std::optional<std::string> meta;  ///< a JSON object's text as the plugin wrote it
};

/// A reply with one text that says what failed, for the model to read.
Reply errorReply(std::string text);

/// Why a call has no reply: the protocol's error, not the tool's.
struct Fault {
    enum class Kind { InvalidParams, Internal, Overloaded };
    Kind kind = Kind::Internal;
    std::string message;
};

/// What the user must say before there is a reply (MCP 2026-07-28, "Multi round-trip requests").
struct Questions {
    /// InputRequests: a JSON object of `{method, params}` by name.
    std::string requests;
    /// What the tool wants back with the answers, any bytes. Secret from whoever carries it.
    std::string state;
};

/// The result object of another method than tools/call, as the plugin wrote it.
struct ResultObject {
    /// Its own members as JSON text, `"contents":[…]`, without braces and without _meta.
    std::string members;
    std::optional<std::string> meta;  ///< a JSON object's text
};

/// What a call came to. Whatever was asked for, it may be a Reply that is an error: words about why
/// there is no result.
using Answer = std::variant<Reply, ResultObject, Fault, Questions>;

/// Reads the text of the CallToolResult object a plugin gave and holds it to the tool's promise:
/// content blocks are objects with a type, structuredContent conforms to outputSchema and is there
/// when that is declared, an error carries no structuredContent. A structured reply without text
/// gets the same as text (MCP 2026-07-28, tools, "Structured content"). The error says how the
/// plugin broke it.
base::Result<Reply> readReply(std::string_view text, const Definition& definition);

}  // namespace toolhost::tools
