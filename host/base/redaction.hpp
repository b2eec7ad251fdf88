#pragma once

#include <string>
#include <string_view>

namespace toolhost::base {

/// What stands where a secret stood.
inline constexpr std::string_view kRedacted = "[redacted]";

/// Whether a field of this name holds a secret by its name alone: "authorization",
/// "client_secret", "access_token" and their kind, in any case.
bool isSecretName(std::string_view name);

/// The text with everything that looks like a credential replaced: JWTs, "Bearer …", "Basic …",
/// PEM blocks. A last line of defence; nothing may rely on it to make a token loggable.
std::string redact(std::string_view text);

}  // namespace toolhost::base
