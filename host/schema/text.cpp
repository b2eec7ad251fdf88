#include "schema/text.hpp"

#include <algorithm>

namespace toolhost::schema {
namespace {

unsigned byteAt(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

std::size_t sequenceLength(unsigned lead) {
    if (lead >= 0xf0U) return 4;
    if (lead >= 0xe0U) return 3;
    return lead >= 0xc0U ? 2 : 1;
}

}  // namespace

CodePoint codePointAt(std::string_view text, std::size_t at) {
    const unsigned lead = byteAt(text, at);
    const std::size_t bytes = sequenceLength(lead);
    if (bytes == 1 || at + bytes > text.size()) return {lead, 1};
    char32_t value = lead & (0xffU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        value = (value << 6U) | (byteAt(text, at + i) & 0x3fU);
    }
    return {value, bytes};
}

std::size_t codePointCount(std::string_view text) {
    const auto continued = std::count_if(text.begin(), text.end(), isContinuation);
    return text.size() - static_cast<std::size_t>(continued);
}

std::string shortened(std::string_view text, std::size_t bytes_max) {
    if (text.size() <= bytes_max) return std::string(text);
    std::size_t end = bytes_max;
    while (end > 0 && isContinuation(text[end])) {
        --end;
    }
    return std::string(text.substr(0, end)) + "…";
}

}  // namespace toolhost::schema
