#include "servicenow/query/query_request.hpp"

#include <utility>

namespace toolhost::servicenow {

EncodedQuery readQuery(RequestReader& reader) {
    auto query = EncodedQuery::parse(reader.text("query"));
    const std::string words = reader.text("text_search");
    if (!query) {
        reader.refuse(query.error().what);
        return {};
    }
    if (words.empty()) return std::move(query).value();
    if (const auto searching = query.value().searchFor(words); !searching)
        reader.refuse(searching.error().what);
    return std::move(query).value();
}

}  // namespace toolhost::servicenow
