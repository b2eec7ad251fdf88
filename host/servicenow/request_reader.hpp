#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "servicenow/json_text.hpp"
#include "servicenow/problem.hpp"

namespace toolhost::servicenow {

/// How values are wanted: as people read them, as they are stored, or both.
enum class Display { Labels, Values, Both };

/// The word of sysparm_display_value.
std::string_view parameterOf(Display display);

/// A range a number must lie in, and what stands for one that is not given.
struct Bounds {
    std::int64_t least;
    std::int64_t most;
    std::int64_t otherwise;
};

/// Reads the members of a request. The first thing that is wrong is remembered and everything else
/// read as if it were absent; problem() tells, also of members nobody asked for.
class RequestReader {
public:
    /// `request` outlives the reader.
    explicit RequestReader(const Json& request);

    /// Empty when absent.
    std::string text(const std::string& name);
    std::string requiredText(const std::string& name);
    /// A required table name, checked.
    std::string table();
    /// Field names, checked for their form; [] when absent.
    std::vector<std::string> fields(const std::string& name);
    /// An object; null when absent. Borrowed from the request.
    const Json& object(const std::string& name);
    std::int64_t number(const std::string& name, Bounds bounds);
    bool flag(const std::string& name, bool otherwise);
    Display display();
    /// An object of values as ServiceNow stores them: texts, with numbers and booleans written out
    /// and null as the empty text, which clears a field.
    std::map<std::string, std::string> values(const std::string& name);

    /// Remembers a problem of the caller's own finding, unless there is one already.
    void refuse(const std::string& what, const std::string& hint = {});

    /// To be asked last.
    [[nodiscard]] std::optional<Problem> problem() const;

private:
    const Json& member(const std::string& name);
    void refuseType(const std::string& name, const std::string& expected);

    const Json& request_;
    std::vector<std::string> known_;
    std::optional<Problem> problem_;
};

}  // namespace toolhost::servicenow
