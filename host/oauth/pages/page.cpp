#include "oauth/pages/page.hpp"

#include <array>
#include <utility>

#include "base/base64.hpp"
#include "crypto/digest.hpp"
#include "oauth/pages/style.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::size_t kNameCharactersMax = 60;

// A plug in a socket: two prongs over a rounded body and its cord.
constexpr std::string_view kMark =
    R"(<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" )"
    R"(stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">)"
    R"(<path d="M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0V8zM12 17v4"/></svg>)";

std::string policyOf(const Page& page) {
    static const std::string kStyleDigest =
        base::encodeBase64(crypto::bytesOf(crypto::sha256(kStyle)));
    std::string policy = "default-src 'none'; style-src 'sha256-" + kStyleDigest +
                         "'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
    if (!page.leads_to.empty()) policy += ' ' + page.leads_to;
    return policy;
}

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// Whether the character at the start turns the direction of writing or is seen as nothing:
/// U+200B to U+200F, U+202A to U+202E, U+2060 to U+206F, U+FEFF.
bool isInvisible(std::string_view character) {
    if (character == "\xef\xbb\xbf") return true;
    if (character.size() != 3 || character[0] != '\xe2') return false;
    const auto last = static_cast<unsigned char>(character[2]);
    if (character[1] == '\x80')
        return (last >= 0x8b && last <= 0x8f) || (last >= 0xaa && last <= 0xae);
    return character[1] == '\x81' && last >= 0xa0 && last <= 0xaf;
}

}  // namespace

std::string escapeHtml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += c;
        }
    }
    return escaped;
}

std::string displayName(std::string_view text) {
    std::string shown;
    std::size_t characters = 0;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && isContinuation(text[end])) {
            ++end;
        }
        const auto character = text.substr(at, end - at);
        at = end;
        if (isInvisible(character)) continue;
        if (++characters > kNameCharactersMax) return "<bdi>" + shown + "…</bdi>";
        shown += escapeHtml(character);
    }
    return "<bdi>" + shown + "</bdi>";
}

Headers browserHeaders(const identity::Addresses& addresses) {
    Headers headers{{"Cache-Control", "no-store"},
                    {"Pragma", "no-cache"},
                    {"X-Content-Type-Options", "nosniff"},
                    {"X-Frame-Options", "DENY"}};
    if (addresses.issuer.starts_with("https://")) {
        headers.emplace_back("Strict-Transport-Security", "max-age=31536000");
    }
    return headers;
}

Response show(const Page& page, const identity::Addresses& addresses) {
    Response response{page.status, browserHeaders(addresses), {}};
    response.headers.emplace_back("Content-Type", "text/html; charset=utf-8");
    response.headers.emplace_back("Content-Security-Policy", policyOf(page));
    // With no-referrer a browser would send its own form with "Origin: null".
    response.headers.emplace_back("Referrer-Policy", "same-origin");
    response.body =
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        "<meta name=\"robots\" content=\"noindex\"><title>" +
        escapeHtml(page.title) + " – toolhost</title><style>" + std::string(kStyle) +
        "</style></head><body><header>" + std::string(kMark) +
        "<span>toolhost</span></header><main>" + page.body + "</main><footer>" +
        escapeHtml(addresses.issuer) + "</footer></body></html>\n";
    return response;
}

}  // namespace toolhost::oauth
