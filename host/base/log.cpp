#include "base/log.hpp"

#include <ostream>

#include "base/clock.hpp"
#include "base/redaction.hpp"
#include "base/text.hpp"

namespace toolhost::base {
namespace {

bool isPlain(std::string_view value) {
    if (value.empty()) return false;
    for (const char c : value) {
        if (static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '=' || c == '\\' ||
            c == 0x7f) {
            return false;
        }
    }
    return true;
}

void appendField(std::string& line, const LogField& field) {
    line += ' ';
    line += field.key;
    line += '=';
    const std::string value =
        isSecretName(field.key) ? std::string(kRedacted) : redact(field.value);
    line += isPlain(value) ? value : base::quoted(value);
}

}  // namespace

std::string_view nameOf(LogLevel level) {
    switch (level) {
        case LogLevel::Debug:
            return "debug";
        case LogLevel::Info:
            return "info";
        case LogLevel::Warning:
            return "warning";
        case LogLevel::Error:
            return "error";
    }
    return "info";
}

Log::Log(std::ostream& out, LogLevel least) : out_(out), least_(least) {}

void Log::debug(std::string_view event, std::initializer_list<LogField> fields) {
    write(LogLevel::Debug, event, fields);
}

void Log::info(std::string_view event, std::initializer_list<LogField> fields) {
    write(LogLevel::Info, event, fields);
}

void Log::warning(std::string_view event, std::initializer_list<LogField> fields) {
    write(LogLevel::Warning, event, fields);
}

void Log::error(std::string_view event, std::initializer_list<LogField> fields) {
    write(LogLevel::Error, event, fields);
}

void Log::write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    const std::lock_guard lock(mutex_);
    if (level < least_) return;
    std::string line = toRfc3339(SystemClock().wall());
    line += ' ';
    line += nameOf(level);
    line += ' ';
    line += event;
    for (const auto& field : fields) {
        appendField(line, field);
    }
    line += '\n';
    out_ << line << std::flush;
}

void Log::setLeast(LogLevel least) {
    const std::lock_guard lock(mutex_);
    least_ = least;
}

}  // namespace toolhost::base
