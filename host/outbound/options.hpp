#pragma once

#include <string_view>

#include "outbound/easy_handle.hpp"
#include "outbound/message.hpp"
#include "outbound/settings.hpp"

namespace toolhost::outbound {

/// Whether repeating the request changes nothing (RFC 9110 §9.2.2).
bool isIdempotent(std::string_view method);

/// Whether the request is sent with a body, be it an empty one.
bool hasBody(const Request& request);

/// Tells libcurl what the request and the settings ask for: target, headers, trust, proxy and
/// limits. The body and what comes back are the transfer's. Nothing is taken from the environment,
/// from .netrc or from cookies.
void setOptions(EasyHandle& easy, const Request& request, const Settings& settings);

}  // namespace toolhost::outbound
