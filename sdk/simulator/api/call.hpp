#pragma once

#include <string>
#include <string_view>

#include "simulator/auth/access.hpp"
#include "simulator/auth/caller.hpp"
#include "simulator/message.hpp"
#include "simulator/query/selection.hpp"
#include "simulator/records.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

enum class ApiVersion { Unversioned, V1, V2 };

/// One signed-in request to a REST API, and what answers it. Everything outlives the call.
struct Call {
    const Request& request;
    const Caller& caller;
    Records& records;
    const Access& access;
    InvalidTerms invalid_terms = InvalidTerms::Ignored;
    ApiVersion version = ApiVersion::Unversioned;
    std::string api_url;  ///< "http://host:port/api/now" with the version that was asked for
    Seconds now;
};

/// The query of a list: sysparm_query and the field=value pairs of the URL, joined by AND.
Result<EncodedQuery> readQuery(const Parameters& parameters);

/// The table, if it exists and the caller may read it.
Result<const Table*> readableTable(const Call& call, std::string_view name);

}  // namespace toolhost::sim
