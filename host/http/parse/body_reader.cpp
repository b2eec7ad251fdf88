#include "http/parse/body_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "http/parse/syntax.hpp"

namespace toolhost::http {
namespace {

/// Of all extensions and trailers of one body: nobody here reads them.
constexpr std::size_t kExtrasBytesMax = 8U << 10U;
constexpr std::size_t kSizeDigitsMax = 16;
/// Room made at once for a body whose length was announced, not yet sent.
constexpr std::size_t kReservedBytesMax = 64U << 10U;

}  // namespace

BodyReader::BodyReader(const Framing& framing, std::size_t bytes_max)
    : is_chunked_(framing.kind == Framing::Kind::Chunked),
      bytes_max_(bytes_max),
      part_(is_chunked_ ? Part::Size : Part::Data),
      data_left_(framing.length) {}

Reading BodyReader::read(std::string_view& bytes) {
    if (!is_chunked_ && data_left_ > bytes_max_) return tooLarge();
    while (part_ != Part::Over) {
        if (part_ == Part::Data) {
            takeData(bytes);
            if (part_ == Part::Data) return Reading::Incomplete;
        } else if (const auto reading = readLine(bytes); reading != Reading::Complete) {
            return reading;
        }
    }
    return Reading::Complete;
}

Reading BodyReader::refuse(int status, std::string why) {
    fault_ = {status, std::move(why)};
    return Reading::Refused;
}

Reading BodyReader::tooLarge() {
    return refuse(413, "the body is larger than " + std::to_string(bytes_max_) + " bytes");
}

void BodyReader::takeData(std::string_view& bytes) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(data_left_, bytes.size()));
    if (body_.empty()) body_.reserve(std::min<std::uint64_t>(data_left_, kReservedBytesMax));
    body_.append(bytes.substr(0, count));
    bytes.remove_prefix(count);
    data_left_ -= count;
    if (data_left_ == 0) part_ = is_chunked_ ? Part::DataEnd : Part::Over;
}

/// Complete when a line was read, which may be one of several.
Reading BodyReader::readLine(std::string_view& bytes) {
    const auto found = scanner_.next(bytes);
    if (found.kind == LineScanner::Kind::NoCrlf) {
        return refuse(400, "a line between chunks ends without CRLF");
    }
    if (found.kind == LineScanner::Kind::Line) return takeLine(found.text);
    if (part_ == Part::DataEnd && found.text.size() > 1) {
        return refuse(400, "a chunk is longer than it says");
    }
    if (extras_bytes_ + found.text.size() <= kExtrasBytesMax + kSizeDigitsMax) {
        return Reading::Incomplete;
    }
    return refuse(431, "chunk extensions or trailers are too long");
}

Reading BodyReader::takeLine(std::string_view line) {
    if (part_ == Part::Size) return takeSize(line);
    if (part_ == Part::Trailers) return takeTrailer(line);
    if (!line.empty()) return refuse(400, "a chunk is longer than it says");
    part_ = Part::Size;
    return Reading::Complete;
}

Reading BodyReader::takeSize(std::string_view line) {
    const auto digits = line.substr(0, line.find(';'));
    const auto extension = line.substr(digits.size());
    const auto size = parseHexadecimal(base::trim(digits));
    // Blanks before an extension only: "5 " and " 5" are read differently by different parsers.
    const bool is_blank_misplaced = digits.empty() || digits.front() == ' ' ||
                                    digits.front() == '\t' ||
                                    (extension.empty() && base::trim(digits) != digits);
    if (!size || is_blank_misplaced || !isFieldText(extension)) {
        return refuse(400, "the size of a chunk is not a hexadecimal number");
    }
    extras_bytes_ += extension.size();
    if (extras_bytes_ > kExtrasBytesMax) return refuse(431, "chunk extensions are too long");
    if (*size > bytes_max_ - body_.size()) return tooLarge();
    data_left_ = *size;
    part_ = *size == 0 ? Part::Trailers : Part::Data;
    return Reading::Complete;
}

Reading BodyReader::takeTrailer(std::string_view line) {
    if (line.empty()) {
        part_ = Part::Over;
        return Reading::Complete;
    }
    extras_bytes_ += line.size();
    if (extras_bytes_ > kExtrasBytesMax) return refuse(431, "the trailers are too long");
    const auto colon = line.find(':');
    if (colon == line.npos || !isToken(line.substr(0, colon)) || !isFieldText(line)) {
        return refuse(400, "a trailer is not a field");
    }
    return Reading::Complete;
}

}  // namespace toolhost::http
