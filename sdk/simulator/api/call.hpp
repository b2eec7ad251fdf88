#pragma once

#include <string>
#include <string_view>

#include "simulator/auth/access.hpp"
#include "simulator/auth/caller.hpp"
#include "simulator/message.hpp"
#include "simulator/properties.hpp"
#include "simulator/query/encoded_query.hpp"
#include "simulator/query/scope.hpp"
#include "simulator/records.hpp"
#include "simulator/render.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

enum class ApiVersion { Unversioned, V1, V2 };

/// One signed-in request to a REST API, and what answers it. Everything outlives the call.
struct Call {
    const Request& request;
    const Caller& caller;
    Records& records;
    const Access& access;
    const Properties& properties;
    ApiVersion version = ApiVersion::Unversioned;
    std::string api_url;  ///< "http://host:port/api/now" with the version that was asked for
    Seconds now;

    [[nodiscard]] QueryScope scope() const { return {records, caller, access, properties, now}; }
    /// What gives records the shapes this request asks for.
    [[nodiscard]] Renderer renderer() const {
        return {records, {access, caller}, View::of(request.query, api_url)};
    }
};

/// The query of a list: sysparm_query and the field=value pairs of the URL, joined by AND.
Result<EncodedQuery> readQuery(const Call& call);

/// The table, if it exists and the caller may read it.
Result<const Table*> readableTable(const Call& call, std::string_view name);

}  // namespace toolhost::sim
