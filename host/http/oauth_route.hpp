#pragma once

#include "http/exchange.hpp"
#include "oauth/endpoints.hpp"

namespace toolhost::http {

/// The OAuth endpoints and the well-known documents, as `oauth` answers them.
void handleOAuth(const oauth::Endpoints& endpoints, const Request& request, const Respond& respond);

}  // namespace toolhost::http
