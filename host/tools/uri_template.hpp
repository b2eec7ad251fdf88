#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"

namespace toolhost::tools {

/// A URI template read backwards: which values of its variables give that URI. Of RFC 6570 it knows
/// {name} (one segment), {+name} (any characters) and, at the end, {?name,other} (a query in any
/// order, each part optional). Immutable.
class UriTemplate {
public:
    /// By name, percent-decoded.
    using Values = std::map<std::string, std::string>;

    /// Refuses a template without variables, other expressions, a variable named twice, and two
    /// variables with nothing between them, for no one could say where the first ends.
    static base::Result<UriTemplate> parse(std::string_view text);

    /// The values that expand to that URI; absent when none do. Where several would, a variable
    /// ends as early as it can.
    [[nodiscard]] std::optional<Values> match(std::string_view uri) const;

    /// Its variables in order.
    [[nodiscard]] std::vector<std::string> variables() const;

private:
    /// Literal text, or a variable.
    struct Part {
        std::string text;
        bool is_variable = false;
        bool may_cross_segments = false;
    };

    [[nodiscard]] bool isNewVariable(const std::string& name) const;
    base::Result<base::Done> addExpression(std::string_view expression, bool is_last);
    base::Result<base::Done> addVariable(std::string_view name, bool may_cross_segments);
    base::Result<base::Done> addQuery(std::string_view names);
    /// One match under way, and from where it is known to fail: a part and the bytes left for it.
    struct Attempt {
        Values values;
        std::set<std::pair<std::size_t, std::size_t>> dead_ends;
    };

    bool matchFrom(std::size_t part, std::string_view rest, Attempt& attempt) const;
    bool matchVariable(std::size_t part, std::string_view rest, Attempt& attempt) const;
    bool matchQuery(std::string_view query, Values& values) const;

    std::vector<Part> parts_;
    std::vector<std::string> query_;
};

}  // namespace toolhost::tools
