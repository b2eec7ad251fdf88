#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "http/exchange.hpp"
#include "http/parse/line_scanner.hpp"
#include "http/parse/reading.hpp"

namespace toolhost::http {

/// A request's line and fields, as they came.
struct Head {
    std::string method;
    std::string target;
    int minor_version = 1;  ///< of HTTP/1
    Fields fields;          ///< values without the blanks around them, otherwise as sent
};

/// What a head may measure.
struct HeadLimits {
    std::size_t line_bytes_max = 8U << 10U;
    std::size_t fields_max = 64;
    std::size_t fields_bytes_max = 32U << 10U;
    std::size_t field_bytes_max = 16U << 10U;
};

/// Reads the head of one HTTP/1.1 request, strictly (RFC 9112 §2 to §5): what two parsers could
/// read in two ways is refused, not repaired.
class HeadReader {
public:
    explicit HeadReader(const HeadLimits& limits) : limits_(limits) {}

    /// Takes whole lines off the front of `bytes`; what stays is to be offered again with what
    /// follows it. Refuses as soon as the bytes cannot become a request any more.
    Reading read(std::string_view& bytes);

    /// Whether any byte of the request has been seen.
    [[nodiscard]] bool hasBegun() const { return has_begun_; }

    /// Once complete: what was read.
    [[nodiscard]] Head& head() { return head_; }
    /// Once refused: why.
    [[nodiscard]] const Fault& fault() const { return fault_; }

private:
    Reading refuse(int status, std::string why);
    Reading judgeOpenLine(std::string_view begun);
    Reading readLine(std::string_view line);
    Reading readRequestLine(std::string_view line);
    Reading readField(std::string_view line);

    HeadLimits limits_;
    LineScanner scanner_;
    Head head_;
    Fault fault_;
    std::size_t fields_bytes_ = 0;
    bool has_begun_ = false;
    bool has_skipped_line_ = false;
};

}  // namespace toolhost::http
