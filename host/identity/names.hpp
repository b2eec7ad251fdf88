#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolhost::identity {

/// The scope that calling tools needs.
inline constexpr std::string_view kToolsScope = "mcp:tools";

/// What clients ask for that want refresh tokens (OpenID Connect Core §11). Who gets them is
/// decided by the client's grant types; no token carries it.
inline constexpr std::string_view kOfflineScope = "offline_access";

/// The client that the operator's own tokens (`toolhost token issue`) name. It is never registered
/// and a generated client id never equals it.
inline constexpr std::string_view kOperatorClientId = "toolhost-cli";

/// Every scope a client can be registered for.
const std::vector<std::string>& supportedScopes();

/// The scopes of a `scope` parameter or claim (RFC 6749 §3.3), in order and without repetition;
/// absent when the text is not a list of scope tokens of at most 1024 bytes.
std::optional<std::vector<std::string>> parseScopes(std::string_view text);

/// Whether the scope is among them.
bool hasScope(const std::vector<std::string>& scopes, std::string_view scope);

/// Whether the text can name a user or a client: UTF-8 of 1 to 255 bytes without control characters
/// and without a space at either end.
bool isName(std::string_view text);

}  // namespace toolhost::identity
