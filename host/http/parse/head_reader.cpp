#include "http/parse/head_reader.hpp"

#include <utility>

#include "base/text.hpp"
#include "http/parse/syntax.hpp"

namespace toolhost::http {
namespace {

constexpr std::size_t kMethodBytesMax = 16;
constexpr char kTlsHandshake = 0x16;

/// 1 of "HTTP/1.1"; -1 of another version of HTTP, -2 of anything else.
int minorVersionOf(std::string_view version) {
    if (version == "HTTP/1.1") return 1;
    if (version == "HTTP/1.0") return 0;
    const bool is_version = version.size() == 8 && version.substr(0, 5) == "HTTP/" &&
                            parseDecimal(version.substr(5, 1)) && version[6] == '.' &&
                            parseDecimal(version.substr(7));
    return is_version ? -1 : -2;
}

}  // namespace

Reading HeadReader::read(std::string_view& bytes) {
    for (;;) {
        const auto found = scanner_.next(bytes);
        if (found.kind == LineScanner::Kind::Open) return judgeOpenLine(found.text);
        // As if its end had not come: what is refused does not depend on how bytes were cut.
        if (judgeOpenLine(found.text) == Reading::Refused) return Reading::Refused;
        has_begun_ = true;
        if (found.kind == LineScanner::Kind::NoCrlf) {
            return refuse(400, "a line of the head ends without CRLF");
        }
        const bool is_end = found.text.empty() && !head_.method.empty();
        if (is_end) return Reading::Complete;
        if (readLine(found.text) == Reading::Refused) return Reading::Refused;
    }
}

Reading HeadReader::refuse(int status, std::string why) {
    fault_ = {status, std::move(why)};
    return Reading::Refused;
}

/// A line that can only end in a refusal is not waited for.
Reading HeadReader::judgeOpenLine(std::string_view begun) {
    if (begun.empty()) return Reading::Incomplete;
    has_begun_ = true;
    if (!head_.method.empty()) {
        if (fields_bytes_ + begun.size() <= limits_.fields_bytes_max) return Reading::Incomplete;
        return refuse(
            431,
            "the fields hold more than " + std::to_string(limits_.fields_bytes_max) + " bytes");
    }
    if (begun.front() == kTlsHandshake) return refuse(400, "this port speaks HTTP without TLS");
    if (begun.front() != '\r' && !isTokenByte(begun.front())) return refuse(400, "this is no HTTP");
    if (begun.size() <= limits_.line_bytes_max + 1) return Reading::Incomplete;
    return refuse(
        414,
        "the request line is longer than " + std::to_string(limits_.line_bytes_max) + " bytes");
}

Reading HeadReader::readLine(std::string_view line) {
    if (!head_.method.empty()) return readField(line);
    if (line.empty() && !has_skipped_line_) {  // some clients end a body with one (RFC 9112 §2.2)
        has_skipped_line_ = true;
        return Reading::Incomplete;
    }
    return readRequestLine(line);
}

Reading HeadReader::readRequestLine(std::string_view line) {
    if (line.size() > limits_.line_bytes_max) {
        return refuse(
            414,
            "the request line is longer than " + std::to_string(limits_.line_bytes_max) + " bytes");
    }
    const auto method_end = line.find(' ');
    const auto target_end = line.find(' ', method_end + 1);
    if (method_end == line.npos || target_end == line.npos) {
        return refuse(400, "the request line is not: method, target, HTTP/1.1");
    }
    const auto method = line.substr(0, method_end);
    const auto target = line.substr(method_end + 1, target_end - method_end - 1);
    head_.minor_version = minorVersionOf(line.substr(target_end + 1));
    if (head_.minor_version == -1) return refuse(505, "this host speaks HTTP/1.1");
    if (head_.minor_version == -2) return refuse(400, "the request line ends in no HTTP version");
    if (!isToken(method)) return refuse(400, "the method is not a token");
    if (method.size() > kMethodBytesMax) return refuse(501, "no such method is implemented");
    if (target.empty() || !isVisible(target) || target.find('#') != target.npos) {
        return refuse(400, "the target holds a character that HTTP does not allow");
    }
    head_.method = method;
    head_.target = target;
    return Reading::Incomplete;
}

Reading HeadReader::readField(std::string_view line) {
    fields_bytes_ += line.size() + 2;
    if (fields_bytes_ > limits_.fields_bytes_max) {
        return refuse(
            431,
            "the fields hold more than " + std::to_string(limits_.fields_bytes_max) + " bytes");
    }
    if (head_.fields.size() == limits_.fields_max) {
        return refuse(431, "there are more than " + std::to_string(limits_.fields_max) + " fields");
    }
    if (line.front() == ' ' || line.front() == '\t') {
        return refuse(400, "a field goes on in the next line, which HTTP no longer allows");
    }
    const auto colon = line.find(':');
    if (colon == line.npos) return refuse(400, "a field has no colon");
    if (!isToken(line.substr(0, colon))) return refuse(400, "a field's name is not a token");
    const auto value = base::trim(line.substr(colon + 1));
    if (value.size() > limits_.field_bytes_max) {
        return refuse(
            431,
            "a field's value is longer than " + std::to_string(limits_.field_bytes_max) + " bytes");
    }
    if (!isFieldText(value)) return refuse(400, "a field holds a control character");
    head_.fields.emplace_back(line.substr(0, colon), value);
    return Reading::Incomplete;
}

}  // namespace toolhost::http
