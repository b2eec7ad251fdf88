#pragma once

#include <initializer_list>
#include <iosfwd>
#include <mutex>
#include <string>
#include <string_view>

namespace toolhost::base {

enum class LogLevel { Debug, Info, Warning, Error };

/// The level's name as configuration and log lines write it: "debug", "info", "warning", "error".
std::string_view nameOf(LogLevel level);

/// One key and value of a log line. The value is redacted and escaped when written.
struct LogField {
    std::string_view key;
    std::string value;
};

/// Where whoever decides an outcome reports it, once: `log.warning("loader.plugin.refused",
/// {{"file", file}, {"reason", why}})`. One line an event, written whole. Secrets are removed by
/// name and by shape. Thread-safe.
class Log {
public:
    /// Writes to `out`, which outlives the log.
    Log(std::ostream& out, LogLevel least);

    void debug(std::string_view event, std::initializer_list<LogField> fields = {});
    void info(std::string_view event, std::initializer_list<LogField> fields = {});
    void warning(std::string_view event, std::initializer_list<LogField> fields = {});
    void error(std::string_view event, std::initializer_list<LogField> fields = {});
    void write(LogLevel level, std::string_view event, std::initializer_list<LogField> fields);

    /// Changes what is written from now on (a SIGHUP may).
    void setLeast(LogLevel least);

private:
    std::mutex mutex_;
    std::ostream& out_;  // guarded by mutex_
    LogLevel least_;     // guarded by mutex_
};

}  // namespace toolhost::base
