#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "http/parse/line_scanner.hpp"
#include "http/parse/reading.hpp"
#include "http/parse/terms.hpp"

namespace toolhost::http {

/// Reads the body of one request by its framing (RFC 9112 §6, §7.1). Chunk extensions and trailers
/// are read within bounds and dropped.
class BodyReader {
public:
    BodyReader(const Framing& framing, std::size_t bytes_max);

    /// Takes off the front of `bytes` what belongs to the body; what stays when it is incomplete is
    /// to be offered again with what follows it.
    Reading read(std::string_view& bytes);

    /// How much of the body has come.
    [[nodiscard]] std::size_t received() const { return body_.size(); }

    /// Once complete: what was read.
    [[nodiscard]] std::string& body() { return body_; }
    /// Once refused: why.
    [[nodiscard]] const Fault& fault() const { return fault_; }

private:
    enum class Part { Data, Size, DataEnd, Trailers, Over };

    Reading refuse(int status, std::string why);
    Reading readLine(std::string_view& bytes);
    Reading takeLine(std::string_view line);
    Reading takeSize(std::string_view line);
    Reading takeTrailer(std::string_view line);
    void takeData(std::string_view& bytes);
    Reading tooLarge();

    bool is_chunked_;
    std::size_t bytes_max_;
    Part part_;
    std::uint64_t data_left_ = 0;  // of the body, or of the chunk
    std::size_t extras_bytes_ = 0;
    LineScanner scanner_;
    std::string body_;
    Fault fault_;
};

}  // namespace toolhost::http
