// The parser of encoded queries: whatever it accepts prints as a query that it accepts again and
// that prints the same, so that what the host checked is what ServiceNow is sent.
#include "servicenow/query/encoded_query.hpp"

#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using toolhost::servicenow::EncodedQuery;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto query = EncodedQuery::parse(input);
    if (!query) return 0;
    const auto again = EncodedQuery::parse(query.value().text());
    if (!again || again.value().text() != query.value().text()) std::abort();
    return 0;
}
