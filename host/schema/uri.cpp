#include "schema/uri.hpp"

#include <algorithm>
#include <optional>

#include "base/hex.hpp"

namespace toolhost::schema {
namespace {

/// The five components of RFC 3986 §3, as the regular expression of its appendix B cuts them.
struct Components {
    std::optional<std::string_view> scheme;
    std::optional<std::string_view> authority;
    std::string_view path;
    std::optional<std::string_view> query;
    std::optional<std::string_view> fragment;
};

/// Cuts the text at the first of `separator`, giving what follows it.
std::optional<std::string_view> cutTail(std::string_view& text, char separator) {
    const auto at = text.find(separator);
    if (at == std::string_view::npos) return std::nullopt;
    const auto tail = text.substr(at + 1);
    text = text.substr(0, at);
    return tail;
}

Components parse(std::string_view uri) {
    Components parts;
    parts.fragment = cutTail(uri, '#');
    parts.query = cutTail(uri, '?');
    const auto end = uri.find_first_of(":/");
    if (end != std::string_view::npos && end > 0 && uri[end] == ':') {
        parts.scheme = uri.substr(0, end);
        uri.remove_prefix(end + 1);
    }
    if (uri.substr(0, 2) == "//") {
        uri.remove_prefix(2);
        const auto path = std::min(uri.find('/'), uri.size());
        parts.authority = uri.substr(0, path);
        uri.remove_prefix(path);
    }
    parts.path = uri;
    return parts;
}

void dropLastSegment(std::string& path) {
    const auto slash = path.rfind('/');
    path.erase(slash == std::string::npos ? 0 : slash);
}

/// RFC 3986 §5.2.4.
std::string withoutDotSegments(std::string_view path) {
    std::string out;
    while (path.substr(0, 2) == "./" || path.substr(0, 3) == "../") {
        path.remove_prefix(path.find('/') + 1);
    }
    while (!path.empty()) {
        const auto next = std::min(path.find('/', 1), path.size());
        const auto segment = path.substr(0, next);
        path.remove_prefix(next);
        if (segment == "/.." || segment == "/.") {
            if (segment == "/..") dropLastSegment(out);
            if (path.empty()) out += '/';
        } else {
            out += segment;
        }
    }
    return out;
}

std::string mergedPath(const Components& base, std::string_view relative) {
    if (base.authority && base.path.empty()) return "/" + std::string(relative);
    const auto slash = base.path.rfind('/');
    const auto folder = slash == std::string_view::npos ? "" : base.path.substr(0, slash + 1);
    return std::string(folder) + std::string(relative);
}

std::string targetPath(const Components& base, const Components& reference) {
    if (reference.scheme || reference.authority) return withoutDotSegments(reference.path);
    if (reference.path.empty()) return std::string(base.path);
    if (reference.path.front() == '/') return withoutDotSegments(reference.path);
    return withoutDotSegments(mergedPath(base, reference.path));
}

std::string written(const Components& parts, std::string_view path) {
    std::string uri;
    if (parts.scheme) uri += std::string(*parts.scheme) + ":";
    if (parts.authority) uri += "//" + std::string(*parts.authority);
    uri += path;
    if (parts.query) uri += "?" + std::string(*parts.query);
    if (parts.fragment) uri += "#" + std::string(*parts.fragment);
    return uri;
}

std::string percentDecoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape = text[i] == '%' && i + 2 < text.size() &&
                            base::hexValue(text[i + 1]) >= 0 && base::hexValue(text[i + 2]) >= 0;
        if (!escape) {
            out += text[i];
            continue;
        }
        out += static_cast<char>(base::hexValue(text[i + 1]) * 16 + base::hexValue(text[i + 2]));
        i += 2;
    }
    return out;
}

}  // namespace

std::string resolveUri(std::string_view base, std::string_view reference) {
    const Components from = parse(base);
    const Components to = parse(reference);
    Components target = to;
    if (!to.scheme) {
        target.scheme = from.scheme;
        if (!to.authority) target.authority = from.authority;
        if (!to.authority && to.path.empty() && !to.query) target.query = from.query;
    }
    return written(target, targetPath(from, to));
}

SplitUri splitUri(std::string_view uri) {
    const auto fragment = cutTail(uri, '#');
    return {std::string(uri), fragment ? percentDecoded(*fragment) : std::string()};
}

}  // namespace toolhost::schema
