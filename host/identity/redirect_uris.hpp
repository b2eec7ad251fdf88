// Where a browser is sent back to with an answer for a client (OAuth 2.1 §2.3, RFC 8252 §7).
#pragma once

#include <string>
#include <string_view>

namespace toolhost::identity {

/// Why this cannot be a client's redirect URI; empty when it can: https to any host, http to
/// loopback only, a private-use scheme with a dot or of a known editor; never a fragment, user
/// information, or more than 2048 bytes.
std::string redirectFault(std::string_view uri);

/// Whether the URI is http to this machine itself, so that whatever runs there may receive it.
bool isLoopbackRedirect(std::string_view uri);

/// Whether a presented URI is the registered one: the same bytes, save that the port of a loopback
/// URI may be another (RFC 8252 §7.3).
bool isSameRedirect(std::string_view registered, std::string_view presented);

/// Scheme, host and port of a redirect URI, or a private-use scheme with its colon: what people are
/// shown, and what a page's policy lets a form lead to.
std::string originOfRedirect(std::string_view uri);

}  // namespace toolhost::identity
