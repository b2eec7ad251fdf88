#pragma once

#include <string>
#include <string_view>

#include "identity/addresses.hpp"
#include "oauth/exchange.hpp"

namespace toolhost::oauth {

/// A page for people, without a script.
struct Page {
    int status = 200;
    std::string title;
    /// HTML, with everything in it that others wrote already escaped.
    std::string body;
    /// Where a form on it may lead besides this host: an origin, or a scheme with its colon. Empty
    /// for nowhere.
    std::string leads_to{};
};

/// The text as HTML shows it; also within a quoted attribute.
std::string escapeHtml(std::string_view text);

/// What others call themselves, fit to be shown in a line of ours: escaped, at most 60 characters,
/// without what turns the direction of writing.
std::string displayName(std::string_view text);

/// The page as an answer that is stored nowhere, shown in no frame and runs nothing.
Response show(const Page& page, const identity::Addresses& addresses);

/// The headers of every answer to a browser, pages and redirects.
Headers browserHeaders(const identity::Addresses& addresses);

}  // namespace toolhost::oauth
