#include "outbound/url.hpp"

#include <curl/curl.h>
#include <memory>
#include <new>

#include "base/text.hpp"

namespace toolhost::outbound {
namespace {

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;

struct FreeText {
    void operator()(char* text) const { curl_free(text); }
};

/// The part's text; empty when the URL has no such part.
std::string partOf(CURLU* url, CURLUPart part, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
    const std::unique_ptr<char, FreeText> owned(text);
    return text;
}

std::string withoutBrackets(std::string host) {
    if (host.size() < 2 || host.front() != '[') return host;
    return host.substr(1, host.size() - 2);
}

bool isUnreserved(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void appendEncoded(std::string& out, char c) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(c);
    out += '%';
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 15U];
}

}  // namespace

base::Result<Url> parseUrl(std::string_view text) {
    const UrlHandle handle(curl_url());
    if (!handle) throw std::bad_alloc();
    const std::string owned(text);
    if (owned.find('\0') != std::string::npos) {
        return base::Error{"read a URL: it holds a NUL byte"};
    }
    const CURLUcode code =
        curl_url_set(handle.get(), CURLUPART_URL, owned.c_str(), CURLU_NON_SUPPORT_SCHEME);
    if (code != CURLUE_OK) {
        return base::Error{std::string("read a URL: ") + curl_url_strerror(code) +
                           "; give an absolute one such as https://host/path"};
    }
    Url url;
    url.scheme = base::toLower(partOf(handle.get(), CURLUPART_SCHEME));
    url.host = withoutBrackets(partOf(handle.get(), CURLUPART_HOST));
    url.port = partOf(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    url.path = partOf(handle.get(), CURLUPART_PATH);
    url.has_user = !partOf(handle.get(), CURLUPART_USER).empty() ||
                   !partOf(handle.get(), CURLUPART_PASSWORD).empty();
    url.has_query = !partOf(handle.get(), CURLUPART_QUERY).empty();
    return url;
}

std::string describe(std::string_view method, const Url& url) {
    const bool is_ipv6 = url.host.find(':') != std::string::npos;
    std::string text(method);
    text += ' ';
    text += url.scheme + "://" + (is_ipv6 ? "[" + url.host + "]" : url.host);
    if (!url.port.empty()) text += ":" + url.port;
    return text + url.path;
}

std::string percentEncode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (isUnreserved(c)) {
            out += c;
        } else {
            appendEncoded(out, c);
        }
    }
    return out;
}

std::string encodePairs(const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::string out;
    for (const auto& [name, value] : pairs) {
        if (!out.empty()) out += '&';
        out += percentEncode(name);
        out += '=';
        out += percentEncode(value);
    }
    return out;
}

}  // namespace toolhost::outbound
