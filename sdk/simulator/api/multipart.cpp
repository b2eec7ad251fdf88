#include "simulator/api/multipart.hpp"

#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

/// The value of `name=value` or `name="value"` among parameters that semicolons separate.
std::string parameter(std::string_view header, std::string_view name) {
    for (const auto piece : split(header, ';')) {
        const auto pair = trim(piece);
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos || !sameText(pair.substr(0, equals), name)) continue;
        auto value = pair.substr(equals + 1);
        if (value.size() > 1 && value.front() == '"' && value.back() == '"') {
            value = value.substr(1, value.size() - 2);
        }
        return std::string(value);
    }
    return {};
}

void readHeader(std::string_view line, FormPart& part) {
    const auto colon = line.find(':');
    if (colon == std::string_view::npos) return;
    const auto value = trim(line.substr(colon + 1));
    if (sameText(line.substr(0, colon), "Content-Disposition")) {
        part.name = parameter(value, "name");
        part.file_name = parameter(value, "filename");
    }
    if (sameText(line.substr(0, colon), "Content-Type")) part.content_type = value;
}

std::optional<FormPart> readPart(std::string_view text) {
    const auto blank = text.find("\r\n\r\n");
    if (blank == std::string_view::npos) return std::nullopt;
    FormPart part;
    for (const auto line : split(text.substr(0, blank), '\n')) {
        readHeader(trim(line), part);
    }
    part.body = text.substr(blank + 4);
    return part;
}

}  // namespace

std::optional<std::vector<FormPart>> parseMultipart(std::string_view content_type,
                                                    std::string_view body) {
    const auto boundary = parameter(content_type, "boundary");
    if (!lower(content_type).starts_with("multipart/form-data") || boundary.empty()) {
        return std::nullopt;
    }
    const auto first = "--" + boundary;
    const auto next = "\r\n" + first;
    if (!body.starts_with(first)) return std::nullopt;
    std::vector<FormPart> parts;
    for (auto at = first.size(); !body.substr(at).starts_with("--");) {
        const auto end = body.find(next, at);
        if (end == std::string_view::npos) return std::nullopt;
        auto part = readPart(body.substr(at, end - at));
        if (!part) return std::nullopt;
        parts.push_back(std::move(*part));
        at = end + next.size();
    }
    return parts;
}

}  // namespace toolhost::sim
