#include "simulator/api/page.hpp"

#include <algorithm>
#include <string_view>

#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

Result<long long> readCount(const Parameters& parameters, std::string_view name, long long absent) {
    const auto text = parameters.find(name);
    if (!text || text->empty()) return absent;
    const auto number = parseInteger(*text);
    if (number && *number >= 0) return *number;
    return Refusal{400,
                   "Pagination not supported",
                   std::string(name) + " must be a number that is not negative, not '" +
                       std::string(*text) + "'"};
}

std::string linkTo(const Request& request, long long offset, std::string_view relation) {
    auto parameters = request.query;
    parameters.set("sysparm_offset", std::to_string(offset));
    return "<" + request.base_url + request.path + "?" + parameters.encoded() + ">;rel=\"" +
           std::string(relation) + "\"";
}

}  // namespace

Result<Page> Page::of(const Parameters& parameters, long long limit) {
    const auto rows = readCount(parameters, "sysparm_limit", limit);
    if (!rows) return rows.refusal();
    const auto offset = readCount(parameters, "sysparm_offset", 0);
    if (!offset) return offset.refusal();
    return Page{rows.value(), offset.value()};
}

std::string linkHeader(const Request& request, const Page& page, long long total) {
    const auto step = std::max(page.limit, 1LL);
    const auto last = total > 0 ? (total - 1) / step * step : 0;
    std::string links = linkTo(request, 0, "first");
    if (page.offset > 0) {
        links += "," + linkTo(request, std::max(page.offset - step, 0LL), "prev");
    }
    if (page.offset + step < total) links += "," + linkTo(request, page.offset + step, "next");
    return links + "," + linkTo(request, last, "last");
}

}  // namespace toolhost::sim
