#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "simulator/auth/access.hpp"
#include "simulator/auth/client_registry.hpp"
#include "simulator/auth/tokens.hpp"
#include "simulator/database.hpp"
#include "simulator/faults/faults.hpp"
#include "simulator/message.hpp"
#include "simulator/request_log.hpp"
#include "simulator/schema.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// /__sim/...: how tests make the instance misbehave and see what it was asked. Needs no sign-in,
/// so it is served only with --admin. Any thread may use it.
class AdminApi {
public:
    /// What it acts on; everything outlives the object.
    struct Parts {
        Faults& faults;
        RequestLog& requests;
        Tokens& tokens;
        ClientRegistry& clients;
        Database& database;
        const Schema& schema;
        const Access& access;
        std::function<Seconds()> now;
    };

    explicit AdminApi(Parts parts) : parts_(std::move(parts)) {}

    Reply answer(const Request& request);

private:
    Result<Reply> route(const Request& request);
    Result<Reply> answerFaults(const Request& request);
    Result<Reply> setClock(const Request& request);
    Result<Reply> setProperties(const Request& request);
    Result<Reply> closeResolved();
    Result<Reply> describeClients();
    Result<Reply> changeClient(const Request& request, std::string_view id);

    Parts parts_;
};

}  // namespace toolhost::sim
