#pragma once

#include "audit/settings.hpp"
#include "base/log.hpp"
#include "calls/settings.hpp"
#include "http/settings.hpp"
#include "identity/settings.hpp"
#include "loader/settings.hpp"
#include "mcp/settings.hpp"
#include "oauth/settings.hpp"
#include "outbound/settings.hpp"
#include "servicenow/settings.hpp"
#include "stdio/settings.hpp"
#include "store/settings.hpp"
#include "tasks/settings.hpp"

namespace toolhost::config {

/// What every room is built with. Each room's defaults stand in its own settings.hpp.
struct Settings {
    http::Settings http;
    identity::Settings identity;
    oauth::Settings oauth;
    calls::Settings calls;
    mcp::Settings mcp;
    tasks::Settings tasks;
    loader::Settings loader;
    store::Settings store;
    audit::Settings audit;
    outbound::Settings outbound;
    servicenow::Settings servicenow;
    stdio::Settings stdio;
    base::LogLevel log_level = base::LogLevel::Info;
};

}  // namespace toolhost::config
