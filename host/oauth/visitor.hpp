// What a request tells of the browser that sent it.
#pragma once

#include <string>

#include "base/secret.hpp"
#include "identity/addresses.hpp"
#include "oauth/exchange.hpp"

namespace toolhost::oauth {

/// The cookie that this browser was given: what its forms are bound to, and after signing in its
/// session's id. Empty when it has none.
base::Secret cookieOf(const Request& request, const identity::Addresses& addresses);

/// The value of Set-Cookie that gives it one, for this host and this browser session alone.
std::string settingCookie(const base::Secret& cookie, const identity::Addresses& addresses);

/// Whether a form may have been sent by another site's page: what the browser says of that
/// (Sec-Fetch-Site, Origin) is not this host.
bool isFromElsewhere(const Request& request, const identity::Addresses& addresses);

}  // namespace toolhost::oauth
