#pragma once

#include <string>

#include "simulator/message.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// Which rows of a list the caller wants.
struct Page {
    long long limit = 0;
    long long offset = 0;

    /// Reads sysparm_limit and sysparm_offset; `limit` is what holds without the former.
    static Result<Page> of(const Parameters& parameters, long long limit);
};

/// The Link header of a page: first, prev, next and last, each with every parameter of the request.
std::string linkHeader(const Request& request, const Page& page, long long total);

}  // namespace toolhost::sim
