#include "http/connection/wire.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

#include "http/parse/syntax.hpp"

namespace toolhost::http {
namespace {

struct Reason {
    int status;
    std::string_view words;
};

constexpr std::array kReasons = std::to_array<Reason>({
    {200, "OK"},
    {201, "Created"},
    {202, "Accepted"},
    {204, "No Content"},
    {302, "Found"},
    {303, "See Other"},
    {304, "Not Modified"},
    {400, "Bad Request"},
    {401, "Unauthorized"},
    {403, "Forbidden"},
    {404, "Not Found"},
    {405, "Method Not Allowed"},
    {406, "Not Acceptable"},
    {408, "Request Timeout"},
    {409, "Conflict"},
    {410, "Gone"},
    {411, "Length Required"},
    {413, "Content Too Large"},
    {414, "URI Too Long"},
    {415, "Unsupported Media Type"},
    {417, "Expectation Failed"},
    {422, "Unprocessable Content"},
    {429, "Too Many Requests"},
    {431, "Request Header Fields Too Large"},
    {500, "Internal Server Error"},
    {501, "Not Implemented"},
    {502, "Bad Gateway"},
    {503, "Service Unavailable"},
    {505, "HTTP Version Not Supported"},
});

std::string_view reasonOf(int status) {
    const auto found =
        std::find_if(kReasons.begin(), kReasons.end(), [status](const Reason& known) {
            return known.status == status;
        });
    return found == kReasons.end() ? "Unnamed" : found->words;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110 §5.6.7), whatever the locale.
void appendDate(std::string& text) {
    constexpr std::array<std::string_view, 7> kDays = {
        "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> kMonths = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    const auto two = [&text](int number) {
        text += static_cast<char>('0' + number / 10);
        text += static_cast<char>('0' + number % 10);
    };
    text.append("Date: ").append(kDays[static_cast<std::size_t>(utc.tm_wday)]).append(", ");
    two(utc.tm_mday);
    text.append(" ").append(kMonths[static_cast<std::size_t>(utc.tm_mon)]).append(" ");
    text.append(std::to_string(utc.tm_year + 1900)).append(" ");
    two(utc.tm_hour);
    text += ':';
    two(utc.tm_min);
    text += ':';
    two(utc.tm_sec);
    text.append(" GMT\r\n");
}

void appendConnection(std::string& text, const Delivery& delivery) {
    if (delivery.is_encrypted) {  // browsers shall not try without TLS again (RFC 6797)
        text.append("Strict-Transport-Security: max-age=31536000\r\n");
    }
    if (!delivery.keeps_open) {
        text.append("Connection: close\r\n");
        return;
    }
    if (delivery.minor_version == 0) text.append("Connection: keep-alive\r\n");
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(delivery.idle_timeout);
    text.append("Keep-Alive: timeout=").append(std::to_string(seconds.count())).append("\r\n");
}

void appendStatusLine(std::string& text, int status) {
    text.append("HTTP/1.1 ").append(std::to_string(status)).append(" ");
    text.append(reasonOf(status)).append("\r\n");
}

bool mayHaveBody(int status) {
    return status >= 200 && status != 204 && status != 304;
}

}  // namespace

bool isSafe(const Fields& fields) {
    return std::all_of(fields.begin(), fields.end(), [](const auto& field) {
        return isToken(field.first) && isFieldText(field.second);
    });
}

std::string textOf(const Response& response, const Delivery& delivery) {
    constexpr std::size_t kHeadBytesUsual = 256;
    const bool sends_body = mayHaveBody(response.status) && !delivery.is_for_head;
    std::string text;
    text.reserve(kHeadBytesUsual + (sends_body ? response.body.size() : 0));
    appendStatusLine(text, response.status);
    appendDate(text);
    appendConnection(text, delivery);
    for (const auto& [name, value] : response.fields) {
        text.append(name).append(": ").append(value).append("\r\n");
    }
    if (mayHaveBody(response.status)) {
        text.append("Content-Length: ").append(std::to_string(response.body.size()));
        text.append("\r\n");
    }
    text.append("\r\n");
    if (sends_body) text.append(response.body);
    return text;
}

std::string eventStreamHead(const Delivery& delivery) {
    std::string text;
    appendStatusLine(text, 200);
    appendDate(text);
    appendConnection(text, delivery);
    text.append(
        "Content-Type: text/event-stream\r\n"
        "Cache-Control: no-cache\r\n"
        "X-Accel-Buffering: no\r\n");  // nginx before us passes events on at once
    if (delivery.minor_version > 0) text.append("Transfer-Encoding: chunked\r\n");
    return text.append("\r\n");
}

std::string textOf(const mcp::Event& event) {
    std::string text;
    text.reserve(event.data.size() + 64);
    if (!event.name.empty()) text.append("event: ").append(event.name).append("\n");
    if (!event.id.empty()) text.append("id: ").append(event.id).append("\n");
    if (event.retry) {
        text.append("retry: ").append(std::to_string(event.retry->count())).append("\n");
    }
    std::string_view rest = event.data;
    for (;;) {  // a line break would end the field: what follows it goes on in a further one
        const auto end = rest.find_first_of("\r\n");
        text.append("data: ").append(rest.substr(0, end)).append("\n");
        if (end == rest.npos) break;
        rest.remove_prefix(end + 1);
    }
    return text.append("\n");
}

std::string chunkOf(std::string_view bytes) {
    std::array<char, 16> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), bytes.size(), 16).ptr;
    std::string chunk(digits.data(), end);
    return chunk.append("\r\n").append(bytes).append("\r\n");
}

}  // namespace toolhost::http
