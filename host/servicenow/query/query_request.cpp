#include "servicenow/query/query_request.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "servicenow/query/query_filter.hpp"

namespace toolhost::servicenow {
namespace {

base::Result<EncodedQuery> combine(const std::string& text,
                                   const Json& filter,
                                   const std::string& words) {
    auto query = EncodedQuery::parse(text);
    if (!query) return query;
    if (!filter.is_null()) {
        const auto compiled = compileFilter(filter);
        if (!compiled) return compiled.error();
        if (const auto done = query.value().narrowBy(compiled.value()); !done) return done.error();
    }
    if (words.empty()) return query;
    if (const auto done = query.value().searchFor(words); !done) return done.error();
    return query;
}

}  // namespace

EncodedQuery readQuery(RequestReader& reader, const ScriptPolicy& scripts) {
    const std::string text = reader.text("query");
    const Json& filter = reader.object("filter");
    auto query = combine(text, filter, reader.text("text_search"));
    if (!query) {
        reader.refuse(query.error().what);
        return {};
    }
    if (const auto objection = scripts.objectionTo(query.value())) reader.refuse(*objection);
    return std::move(query).value();
}

}  // namespace toolhost::servicenow
