#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "simulator/auth/client_registry.hpp"
#include "simulator/auth/oauth_client.hpp"
#include "simulator/auth/tokens.hpp"
#include "simulator/log.hpp"
#include "simulator/message.hpp"
#include "simulator/properties.hpp"
#include "simulator/records.hpp"
#include "simulator/result.hpp"

namespace toolhost::sim {

/// The OAuth endpoints: /oauth_token.do with the password, refresh_token, client_credentials,
/// authorization_code and jwt-bearer grants, /oauth_auth.do and /oauth_revoke.do. Every failure
/// gives the same opaque 401; the true reason is in the log. Any thread may use it.
class OAuth {
public:
    /// Everything outlives the object.
    OAuth(const ClientRegistry& clients, Tokens& tokens, Log& log)
        : clients_(clients), tokens_(tokens), log_(log) {}

    Reply answer(const Request& request, Records& records, Seconds now);

private:
    /// A grant that is to be honoured.
    struct Granted {
        Grant grant;
        enum class Refresh { No, Yes } refresh = Refresh::No;
        Application client;
    };
    /// One request for a token by a client that has proved who it is.
    struct Asking {
        const Application& client;
        const Parameters& form;
        Records& records;
        const Properties& properties;
        Seconds now;
    };

    Reply answerToken(const Request& request, Records& records, Seconds now);
    Reply authorize(const Request& request, Records& records, Seconds now);
    Reply revoke(const Request& request);
    Result<Granted> grant(const Request& request,
                          const Parameters& form,
                          Records& records,
                          Seconds now);
    Result<Granted> grantByType(const Asking& asking);
    Result<Granted> grantJwt(const Asking& asking);
    Result<Granted> grantPassword(const Asking& asking);
    Result<Granted> grantRefresh(const Asking& asking);
    Result<Granted> grantCredentials(const Asking& asking);
    Result<Granted> grantCode(const Asking& asking);
    Reply tokenReply(const Granted& granted, Seconds now);

    const ClientRegistry& clients_;
    Tokens& tokens_;
    Log& log_;
};

}  // namespace toolhost::sim
