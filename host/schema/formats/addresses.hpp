#pragma once

#include <string_view>

namespace toolhost::schema {

bool isIpv4(std::string_view text);          ///< RFC 2673 §3.2
bool isIpv6(std::string_view text);          ///< RFC 4291 §2.2
bool isHostname(std::string_view text);      ///< RFC 1123 §2.1
bool isEmail(std::string_view text);         ///< RFC 5321 §4.1.2
bool isUri(std::string_view text);           ///< RFC 3986, with a scheme
bool isUriReference(std::string_view text);  ///< RFC 3986

}  // namespace toolhost::schema
