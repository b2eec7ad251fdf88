#include "boundary/frames/frame.hpp"

#include <charconv>
#include <cstring>
#include <utility>

namespace toolhost::boundary {
namespace {

// On the wire, little-endian as both ends are one machine: the length of what follows (u32), type
// (u8), id (u64), then each part as its length (u32) and bytes.
constexpr std::size_t kLengthBytes = sizeof(std::uint32_t);
constexpr std::size_t kHeadBytes = sizeof(std::uint8_t) + sizeof(std::uint64_t);

template <typename Number>
void append(std::string& bytes, Number number) {
    char raw[sizeof(Number)];
    std::memcpy(raw, &number, sizeof(Number));
    bytes.append(raw, sizeof(Number));
}

template <typename Number>
Number take(std::string_view& bytes) {
    Number number{};
    std::memcpy(&number, bytes.data(), sizeof(Number));
    bytes.remove_prefix(sizeof(Number));
    return number;
}

template <typename Parts>
std::string encodeParts(FrameType type, std::uint64_t id, const Parts& parts) {
    std::size_t length = kHeadBytes;
    for (const auto& part : parts)
        length += kLengthBytes + part.size();
    std::string bytes;
    bytes.reserve(kLengthBytes + length);
    append(bytes, static_cast<std::uint32_t>(length));
    append(bytes, static_cast<std::uint8_t>(type));
    append(bytes, id);
    for (const auto& part : parts) {
        append(bytes, static_cast<std::uint32_t>(part.size()));
        bytes.append(part);
    }
    return bytes;
}

base::Result<Frame> decode(std::string_view body) {
    Frame frame;
    frame.type = static_cast<FrameType>(take<std::uint8_t>(body));
    frame.id = take<std::uint64_t>(body);
    while (!body.empty()) {
        if (body.size() < kLengthBytes) return base::Error{"a frame ends within a part's length"};
        const auto size = take<std::uint32_t>(body);
        if (size > body.size()) return base::Error{"a frame's part is longer than the frame"};
        frame.parts.push_back(body.substr(0, size));
        body.remove_prefix(size);
    }
    return frame;
}

}  // namespace

std::int64_t Frame::number(std::size_t position) const {
    const std::string_view text = part(position);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::string encode(FrameType type,
                   std::uint64_t id,
                   std::initializer_list<std::string_view> parts) {
    return encodeParts(type, id, parts);
}

std::string encode(FrameType type, std::uint64_t id, const std::vector<std::string>& parts) {
    return encodeParts(type, id, parts);
}

char* FrameBuffer::room(std::size_t bytes) {
    if (begin_ == end_) begin_ = end_ = 0;
    if (bytes_.size() - end_ < bytes && begin_ > 0) {
        std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
    }
    if (bytes_.size() - end_ < bytes) bytes_.resize(end_ + bytes);
    return bytes_.data() + end_;
}

base::Result<std::optional<Frame>> FrameBuffer::next() {
    std::string_view waiting(bytes_.data() + begin_, end_ - begin_);
    if (waiting.size() < kLengthBytes) return std::optional<Frame>();
    const auto length = take<std::uint32_t>(waiting);
    if (length < kHeadBytes || length > kFrameBytesMax) {
        return base::Error{"a frame of " + std::to_string(length) + " bytes"};
    }
    if (waiting.size() < length) return std::optional<Frame>();
    begin_ += kLengthBytes + length;
    auto frame = decode(waiting.substr(0, length));
    if (!frame.ok()) return frame.error();
    return std::optional<Frame>(std::move(frame).value());
}

}  // namespace toolhost::boundary
