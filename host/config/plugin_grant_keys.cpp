#include "config/plugin_grant_keys.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "config/codecs.hpp"
#include "config/origin.hpp"
#include "config/plugin_keys.hpp"

namespace toolhost::config {
namespace {

using Grants = loader::GrantSettings;

constexpr std::int64_t kGiB = 1 << 30;

std::optional<base::Error> refuseNoService(std::string_view text) {
    const auto& known = loader::kDeniableServices;
    if (std::find(known.begin(), known.end(), text) != known.end()) return std::nullopt;
    const std::vector<std::string> names(known.begin(), known.end());
    return base::Error{base::quoted(text) + " is no service; there are " + base::join(names, ", ") +
                       base::didYouMean(text, names)};
}

std::optional<base::Error> refuseNoHttpHost(std::string_view text) {
    if (text.find("://") != std::string_view::npos) {
        const auto origin = parseOrigin(text);
        if (origin.ok()) return std::nullopt;
        return origin.error();
    }
    const std::string_view name = text.substr(0, 2) == "*." ? text.substr(2) : text;
    if (isHost(name)) return std::nullopt;
    return base::Error{base::quoted(text) + " is no host name, no *.domain and no origin"};
}

/// A secret goes there, so never in clear over a network.
std::optional<base::Error> refuseUnsafeUrl(std::string_view text) {
    const auto scheme_end = text.find("://");
    const auto path =
        scheme_end == std::string_view::npos ? scheme_end : text.find('/', scheme_end + 3);
    return refuseUnsafeOrigin(text.substr(0, path));
}

List httpHosts() {
    return {Text{"a host, *.domain or http(s)://host[:port]", refuseNoHttpHost}};
}

/// A key of what one plugin is granted.
template <typename T, typename Codec>
Field ofGrants(T Grants::*member, Codec codec) {
    return bindField(
        std::move(codec),
        [=](auto& settings, const Captures& captures) -> auto& {
            return entryOf(settings.loader.plugins, captures.front()).grants.*member;
        },
        [](const Settings& settings) { return namesIn(settings.loader.plugins); });
}

/// Every name in a map of what plugins are granted.
template <typename T>
std::vector<Captures> namesOfEach(const Settings& settings, std::map<std::string, T> Grants::*map) {
    std::vector<Captures> names;
    for (const auto& [plugin, of_plugin] : settings.loader.plugins) {
        for (const auto& entry : of_plugin.grants.*map) {
            names.push_back({plugin, entry.first});
        }
    }
    return names;
}

Field ofSecret() {
    return bindField(
        SecretReference{},
        [](auto& settings, const Captures& captures) -> auto& {
            return entryOf(entryOf(settings.loader.plugins, captures[0]).grants.secrets,
                           captures[1])
                .value;
        },
        [](const Settings& settings) { return namesOfEach(settings, &Grants::secrets); });
}

/// A key of one of the plugin's tokens.
template <typename T, typename Codec>
Field ofToken(T loader::OauthSettings::*member, Codec codec) {
    return bindField(
        std::move(codec),
        [=](auto& settings, const Captures& captures) -> auto& {
            auto& grants = entryOf(settings.loader.plugins, captures[0]).grants;
            return entryOf(grants.oauth, captures[1]).*member;
        },
        [](const Settings& settings) { return namesOfEach(settings, &Grants::oauth); });
}

std::vector<Key> tokenKeys() {
    using Token = loader::OauthSettings;
    return {{"plugin.<plugin>.oauth.<name>.token_url",
             "Where its tokens of that name come from (client_credentials); the plugin can have "
             "them sent with its requests and never sees one.",
             ofToken(&Token::token_url,
                     Text{"https://host[:port]/path, http on loopback only", refuseUnsafeUrl})},
            {"plugin.<plugin>.oauth.<name>.client_id",
             "The OAuth client that they are issued to.",
             ofToken(&Token::client_id, Text{"text"})},
            {"plugin.<plugin>.oauth.<name>.client_secret",
             "That client's secret.",
             ofToken(&Token::client_secret, SecretReference{})},
            {"plugin.<plugin>.oauth.<name>.scope",
             "The scope they are asked for; empty leaves it to the server.",
             ofToken(&Token::scope, Text{"text"})},
            {"plugin.<plugin>.oauth.<name>.audience",
             "The audience they are asked for, where the server wants one.",
             ofToken(&Token::audience, Text{"text"})},
            {"plugin.<plugin>.oauth.<name>.hosts",
             "Where they may be sent, of http.hosts; empty means to all of those.",
             ofToken(&Token::hosts, httpHosts())}};
}

/// A key of one of the plugin's JWT profiles.
template <typename T, typename Codec>
Field ofProfile(T loader::JwtSettings::*member, Codec codec) {
    return bindField(
        std::move(codec),
        [=](auto& settings, const Captures& captures) -> auto& {
            auto& grants = entryOf(settings.loader.plugins, captures[0]).grants;
            return entryOf(grants.jwt, captures[1]).*member;
        },
        [](const Settings& settings) { return namesOfEach(settings, &Grants::jwt); });
}

std::vector<Key> profileKeys() {
    using Profile = loader::JwtSettings;
    return {{"plugin.<plugin>.jwt.<name>.issuer",
             "The iss of JWTs that it has checked or signed under that name.",
             ofProfile(&Profile::issuer, Text{"text"})},
            {"plugin.<plugin>.jwt.<name>.audience",
             "The aud of them.",
             ofProfile(&Profile::audience, Text{"text"})},
            {"plugin.<plugin>.jwt.<name>.jwks_url",
             "Where the keys are (a JWK Set) that check them.",
             ofProfile(&Profile::jwks_url,
                       Text{"https://host[:port]/path, http on loopback only", refuseUnsafeUrl})},
            {"plugin.<plugin>.jwt.<name>.public_key_file",
             "The public key that checks them, in place of a URL.",
             ofProfile(&Profile::public_key_file, Text{"a PEM file", refuseUnreadableFile})},
            {"plugin.<plugin>.jwt.<name>.signing_key_file",
             "The private key (PEM) that signs them; without it none is signed.",
             ofProfile(&Profile::signing_key_file, KeyFile{})},
            {"plugin.<plugin>.jwt.<name>.lifetime_seconds",
             "How long one that it has signed may live.",
             ofProfile(&Profile::lifetime_max, Whole{1, 86'400, "seconds"})}};
}

std::vector<Key> plainKeys() {
    return {
        {"plugin.<plugin>.deny",
         "Services taken away from it that every plugin has, or that other keys here grant.",
         ofGrants(&Grants::denied, List{Text{"the name of a service", refuseNoService}})},
        {"plugin.<plugin>.store.keys_max",
         "How many keys it may keep.",
         ofGrants(&Grants::store_keys_max, Whole{0, 100'000'000, "keys"})},
        {"plugin.<plugin>.store.bytes_max",
         "How much it may keep by key, keys and values together.",
         ofGrants(&Grants::store_bytes_max, Whole{0, 1'024 * kGiB, "bytes"})},
        {"plugin.<plugin>.sql.bytes_max",
         "How large its own database may grow.",
         ofGrants(&Grants::sql_bytes_max, Whole{1 << 16, 1'024 * kGiB, "bytes"})},
        {"plugin.<plugin>.secret.<name>",
         "A secret that it may ask for by that name; its first reading is audited.",
         ofSecret()},
        {"plugin.<plugin>.http.hosts",
         "Where it may send requests: a host or *.domain by https at public addresses, an origin "
         "such as http://10.1.2.3:8080 wherever it is.",
         ofGrants(&Grants::http_hosts, httpHosts())}};
}

}  // namespace

Group pluginGrantKeys() {
    Group group{"What a plugin may use of the host", plainKeys()};
    for (const auto& keys : {tokenKeys(), profileKeys()}) {
        group.keys.insert(group.keys.end(), keys.begin(), keys.end());
    }
    return takenUpAtHangup(std::move(group));
}

}  // namespace toolhost::config
