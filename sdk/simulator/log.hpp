#pragma once

#include <initializer_list>
#include <mutex>
#include <ostream>
#include <string_view>
#include <utility>

namespace toolhost::sim {

enum class Verbosity { Quiet, Requests };

/// Writes events as `sim.thing.happened key=value ...` lines. Any thread may use it.
class Log {
public:
    using Field = std::pair<std::string_view, std::string_view>;

    /// `out` outlives the object.
    Log(std::ostream& out, Verbosity verbosity) : out_(out), verbosity_(verbosity) {}

    /// Always written. Values never hold a secret; control characters in them are replaced.
    void event(std::string_view name, std::initializer_list<Field> fields);
    /// Written unless the log is quiet.
    void request(std::string_view name, std::initializer_list<Field> fields);

private:
    std::mutex mutex_;
    std::ostream& out_;  // written under mutex_
    Verbosity verbosity_;
};

}  // namespace toolhost::sim
