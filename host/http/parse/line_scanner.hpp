#pragma once

#include <cstddef>
#include <string_view>

namespace toolhost::http {

/// Finds lines in bytes that keep coming, looking at each byte once.
class LineScanner {
public:
    enum class Kind {
        Line,   ///< a line, without the CRLF that ended it
        Open,   ///< the beginning of a line whose end has not come
        NoCrlf  ///< a line that LF alone ended
    };
    struct Found {
        Kind kind;
        std::string_view text;
    };

    /// Takes the next line off the front of `bytes`. When none ends there, all stays, to be
    /// offered again with what follows it.
    Found next(std::string_view& bytes);

private:
    std::size_t scanned_ = 0;  // bytes at the front that are known to hold no LF
};

}  // namespace toolhost::http
