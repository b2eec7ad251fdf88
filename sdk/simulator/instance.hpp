#pragma once

#include <string_view>

#include "simulator/admin_api.hpp"
#include "simulator/api/batch_api.hpp"
#include "simulator/api/call.hpp"
#include "simulator/api/tiny_urls.hpp"
#include "simulator/auth/access.hpp"
#include "simulator/auth/client_registry.hpp"
#include "simulator/auth/oauth.hpp"
#include "simulator/auth/tokens.hpp"
#include "simulator/database.hpp"
#include "simulator/faults/faults.hpp"
#include "simulator/limits/rate_limits.hpp"
#include "simulator/log.hpp"
#include "simulator/message.hpp"
#include "simulator/request_log.hpp"
#include "simulator/schema.hpp"
#include "simulator/settings.hpp"
#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// The simulated ServiceNow instance: from a request to its reply, without sockets.
/// Any thread may call answer().
class Instance {
public:
    /// Opens the database and fills it if it is new. Throws std::runtime_error on a schema or a
    /// database it cannot use. The log outlives the object.
    Instance(const InstanceSettings& settings, Log& log, Clock clock);

    Reply answer(Request request);
    /// Waits that long, or until release().
    void pause(std::chrono::milliseconds time) { faults_.pause(time); }
    /// Ends planned delays, so that no request holds up the end of the program.
    void release() { faults_.release(); }

private:
    [[nodiscard]] Seconds now() const { return clock_() + faults_.clockSkew(); }
    Reply answerWithFaults(const Request& request);
    Reply route(const Request& request);
    Reply routeOAuth(const Request& request);
    Reply routeApi(const Request& request);
    Reply answerWithinRate(const Caller& caller, const Request& request, Session& session);
    Reply answerExpanded(const Caller& caller, const Request& request, Session& session);
    Reply answerAs(const Caller& caller, const Request& request, Session& session);
    AnswerInner innerAnswers(const Call& call);
    Result<Reply> answerApi(const Call& call, std::string_view resource);

    Schema schema_;
    Database database_;
    Access access_;
    AdminPaths admin_paths_;
    Log& log_;
    Clock clock_;
    Tokens tokens_;
    ClientRegistry clients_;
    OAuth oauth_;
    Faults faults_;
    RateLimits rate_limits_;
    RequestLog requests_;
    TinyUrls tiny_urls_;
    AdminApi admin_;
};

}  // namespace toolhost::sim
