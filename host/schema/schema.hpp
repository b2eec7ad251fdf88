#pragma once

#include <concepts>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "schema/options.hpp"
#include "schema/violation.hpp"

namespace toolhost::schema {

struct Program;

/// A JSON Schema 2020-12, compiled: immutable, cheap to copy, usable by any thread at once.
///
/// `$schema` may be absent (2020-12 is meant) or name 2020-12; another dialect is refused. `$ref`
/// reaches the document itself, the 2020-12 metaschemas and what Options::documents supplies;
/// nothing is ever fetched.
class Schema {
public:
    /// Compiles a schema from its JSON text. An invalid schema is refused with the pointer of the
    /// offending place and the reason.
    static base::Result<Schema> compile(std::string_view json_text, const Options& options = {});

    /// As above for a parsed schema, borrowed for the call only. (Constrained, because a text would
    /// convert to nlohmann::json as readily as to a view.)
    static base::Result<Schema> compile(const std::same_as<nlohmann::json> auto& schema,
                                        const Options& options = {}) {
        return compileDocument(schema, options);
    }

    /// How the instance violates the schema; empty when it conforms. At most
    /// Bounds::violations_max are reported. A check that had to be given up (bounds, a pattern that
    /// backtracks without end) is a violation that says so.
    [[nodiscard]] std::vector<Violation> check(const nlohmann::json& instance) const;

    /// As above for an instance in JSON text, of which only what the schema looks at is taken apart
    /// as long as it conforms.
    [[nodiscard]] std::vector<Violation> checkText(std::string_view instance) const;

private:
    explicit Schema(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
    static base::Result<Schema> compileDocument(const nlohmann::json& schema,
                                                const Options& options);

    std::shared_ptr<const Program> program_;  // shared: copies of a schema outlive one another
};

}  // namespace toolhost::schema
