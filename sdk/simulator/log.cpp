#include "simulator/log.hpp"

#include <string>

namespace toolhost::sim {

namespace {

/// One line stays one line, whatever a client sends.
std::string printable(std::string_view value) {
    std::string out;
    for (const char c : value) {
        out += static_cast<unsigned char>(c) < 0x20U ? '?' : c;
    }
    if (out.empty() || out.find(' ') != std::string::npos) return '"' + out + '"';
    return out;
}

}  // namespace

void Log::event(std::string_view name, std::initializer_list<Field> fields) {
    std::string line(name);
    for (const auto& [key, value] : fields) {
        line.append(" ").append(key).append("=").append(printable(value));
    }
    const std::lock_guard lock(mutex_);
    out_ << line << '\n' << std::flush;
}

void Log::request(std::string_view name, std::initializer_list<Field> fields) {
    if (verbosity_ == Verbosity::Requests) event(name, fields);
}

}  // namespace toolhost::sim
