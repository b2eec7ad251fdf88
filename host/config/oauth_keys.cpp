#include "config/oauth_keys.hpp"

#include <cstdint>
#include <utility>

#include "config/codecs.hpp"

namespace toolhost::config {
namespace {

constexpr std::int64_t kYearSeconds = 366 * 86'400;

template <typename Member, typename Codec>
Field ofOauth(Member oauth::Settings::*member, Codec codec) {
    return fieldOf(&Settings::oauth, member, std::move(codec));
}

std::optional<base::Error> refuseNoDocumentHost(std::string_view text) {
    return text == "*" ? std::nullopt : refuseNoHost(text);
}

}  // namespace

Group oauthKeys() {
    using Oauth = oauth::Settings;
    using oauth::Registration;
    const Choice<Registration> registrations{{{"off", Registration::Off},
                                              {"guarded", Registration::Guarded},
                                              {"open", Registration::Open}}};
    return {"How users sign in and clients come to be known",
            {{"oauth.registration",
              "Who may register a client at /oauth/register: nobody, who holds a token of toolhost "
              "client registration-token, or anybody.",
              ofOauth(&Oauth::registration, registrations)},
             {"oauth.client_documents",
              "Hosts whose client metadata documents are taken, so that their clients need no "
              "registration; * takes any host's, and nothing switches them off.",
              ofOauth(&Oauth::document_hosts, List{Text{"a host name", refuseNoDocumentHost}})},
             {"oauth.refresh_idle_seconds",
              "How long a client may stay away before its user signs in again.",
              ofOauth(&Oauth::refresh_idle_lifetime, Whole{60, kYearSeconds, "seconds"})},
             {"oauth.refresh_seconds",
              "How long one sign-in lasts at the most.",
              ofOauth(&Oauth::refresh_lifetime, Whole{60, kYearSeconds, "seconds"})},
             {"oauth.session_idle_seconds",
              "How long a browser stays signed in when it is not used.",
              ofOauth(&Oauth::session_idle_lifetime, Whole{60, kYearSeconds, "seconds"})}}};
}

}  // namespace toolhost::config
