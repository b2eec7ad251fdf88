#include "http/parse/line_scanner.hpp"

namespace toolhost::http {

LineScanner::Found LineScanner::next(std::string_view& bytes) {
    const auto end = bytes.find('\n', scanned_);
    if (end == bytes.npos) {
        scanned_ = bytes.size();
        return {Kind::Open, bytes};
    }
    scanned_ = 0;
    const auto line = bytes.substr(0, end);
    bytes.remove_prefix(end + 1);
    if (line.empty() || line.back() != '\r') return {Kind::NoCrlf, line};
    return {Kind::Line, line.substr(0, end - 1)};
}

}  // namespace toolhost::http
