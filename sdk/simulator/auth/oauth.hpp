#pragma once

#include <string>
#include <string_view>

#include "simulator/auth/caller.hpp"
#include "simulator/auth/oauth_client.hpp"
#include "simulator/auth/tokens.hpp"
#include "simulator/database.hpp"
#include "simulator/log.hpp"
#include "simulator/message.hpp"
#include "simulator/schema.hpp"

namespace toolhost::sim {

/// POST /oauth_token.do: the jwt-bearer, password and refresh_token grants. Every failure gives
/// the same opaque 401; the true reason is in the log. Any thread may use it.
class OAuth {
public:
    /// Everything outlives the object.
    OAuth(OAuthClients clients, Tokens& tokens, Log& log)
        : clients_(std::move(clients)), tokens_(tokens), log_(log) {}

    Reply answer(const Request& request, Records& records, Seconds now);

private:
    /// A grant that is to be honoured.
    struct Granted {
        Grant grant;
        enum class Refresh { No, Yes } refresh;
    };

    Result<Granted> grant(const Request& request, Records& records, Seconds now);
    Result<Granted> grantJwt(const OAuthClient& client,
                             std::string_view assertion,
                             Records& records,
                             Seconds now);
    Result<Granted> grantPassword(const OAuthClient& client,
                                  const Parameters& form,
                                  Records& records);
    Result<Granted> grantRefresh(const OAuthClient& client, const Parameters& form, Seconds now);
    [[nodiscard]] const OAuthClient* findClient(std::string_view id) const;
    Reply tokenReply(const Granted& granted, Seconds now);

    OAuthClients clients_;
    Tokens& tokens_;
    Log& log_;
};

}  // namespace toolhost::sim
