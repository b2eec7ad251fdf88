#include "simulator/arguments.hpp"

#include <array>
#include <string>

#include "simulator/client_config.hpp"
#include "simulator/embedded.hpp"
#include "simulator/properties.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using Store = void (*)(Settings&, std::string_view);

struct Flag {
    std::string_view name;
    bool takes_value;
    Store store;
};

long long numberIn(std::string_view text, long long low, long long high) {
    const auto number = parseInteger(text);
    if (number && *number >= low && *number <= high) return *number;
    throw UsageError("'" + std::string(text) + "' is no number from " + std::to_string(low) +
                     " to " + std::to_string(high));
}

// Adds to a client given before under the same id, so that one may have a key and a secret.
void addClient(Settings& settings, OAuthClient client) {
    for (auto& known : settings.instance.clients) {
        if (known.id != client.id) continue;
        if (!client.secret.empty()) known.secret = std::move(client.secret);
        if (client.jwt) known.jwt = std::move(client.jwt);
        if (!client.application_user.empty()) {
            known.application_user = std::move(client.application_user);
        }
        return;
    }
    settings.instance.clients.push_back(std::move(client));
}

/// What stands before and after the first separator.
std::pair<std::string, std::string> parsePair(std::string_view text, char separator) {
    const auto at = text.find(separator);
    if (at == 0 || at == std::string_view::npos) {
        throw UsageError(std::string("it is two texts with ") + separator + " between");
    }
    return {std::string(text.substr(0, at)), std::string(text.substr(at + 1))};
}

void setProperty(Settings& settings, std::string_view text) {
    auto [name, value] = parsePair(text, '=');
    settings.instance.properties.insert_or_assign(std::move(name), std::move(value));
}

// An instance that has an application user has the property that lets it be used.
void setApplicationUser(Settings& settings, std::string_view text) {
    auto [client, user] = parsePair(text, ':');
    OAuthClient known;
    known.id = std::move(client);
    known.application_user = std::move(user);
    addClient(settings, std::move(known));
    settings.instance.properties.emplace(properties::kClientCredentials, "true");
}

constexpr long long kLargest = 9'223'372'036'854'775'807;

using S = Settings;
using V = std::string_view;

constexpr std::array kFlags{
    Flag{"--port",
         true,
         [](S& s, V v) { s.port = static_cast<std::uint16_t>(numberIn(v, 0, 65'535)); }},
    Flag{"--host", true, [](S& s, V v) { s.host = v; }},
    Flag{"--database", true, [](S& s, V v) { s.instance.database = v; }},
    Flag{"--seed",
         true,
         [](S& s, V v) { s.instance.seed = static_cast<std::uint64_t>(numberIn(v, 0, kLargest)); }},
    Flag{"--incidents", true, [](S& s, V v) { s.instance.incidents = numberIn(v, 0, 1'000'000); }},
    Flag{
        "--schema", true, [](S& s, V v) { s.instance.schema_json = readTextFile(std::string(v)); }},
    Flag{"--jwt-client", true, [](S& s, V v) { addClient(s, parseJwtClient(v)); }},
    Flag{"--client", true, [](S& s, V v) { addClient(s, parseSecretClient(v)); }},
    Flag{"--app-user", true, [](S& s, V v) { setApplicationUser(s, v); }},
    Flag{"--api-key", true, [](S& s, V v) { s.instance.api_keys.insert(parsePair(v, ':')); }},
    Flag{"--faults", true, [](S& s, V v) { s.instance.faults_file = v; }},
    Flag{"--config",
         true,
         [](S& s, V v) {
             for (auto& client : readClientFile(std::string(v))) {
                 addClient(s, std::move(client));
             }
         }},
    Flag{"--ready-fd",
         true,
         [](S& s, V v) { s.ready_fd = static_cast<int>(numberIn(v, 0, 65'535)); }},
    Flag{"--ready-file", true, [](S& s, V v) { s.ready_file = v; }},
    Flag{"--property", true, [](S& s, V v) { setProperty(s, v); }},
    Flag{"--strict-queries",
         false,
         [](S& s, V) {
             s.instance.properties[std::string(properties::kInvalidQueryReturnsNoRows)] = "true";
         }},
    Flag{"--dictionary-needs-role",
         false,
         [](S& s, V) { s.instance.dictionary_readers = DictionaryReaders::RoleOnly; }},
    Flag{"--admin", false, [](S& s, V) { s.instance.admin_paths = AdminPaths::Open; }},
    Flag{"--quiet", false, [](S& s, V) { s.verbosity = Verbosity::Quiet; }},
};

const Flag& flagNamed(std::string_view name) {
    for (const auto& flag : kFlags) {
        if (flag.name == name) return flag;
    }
    throw UsageError("there is no option '" + std::string(name) + "'");
}

void apply(const Flag& flag, std::string_view value, Settings& settings) {
    try {
        flag.store(settings, value);
    } catch (const UsageError& fault) {
        throw UsageError(std::string(flag.name) + ": " + fault.what());
    }
}

}  // namespace

Settings parseArguments(const std::vector<std::string_view>& arguments) {
    Settings settings;
    settings.instance.schema_json = embedded::kSchema;
    for (std::size_t at = 0; at < arguments.size(); ++at) {
        const auto equals = arguments[at].find('=');
        const auto& flag = flagNamed(arguments[at].substr(0, equals));
        const bool joined = equals != std::string_view::npos;
        if (!flag.takes_value && joined) {
            throw UsageError(std::string(flag.name) + " takes no value");
        }
        if (flag.takes_value && !joined && at + 1 == arguments.size()) {
            throw UsageError(std::string(flag.name) + " needs a value");
        }
        std::string_view value;
        if (joined) value = arguments[at].substr(equals + 1);
        if (flag.takes_value && !joined) value = arguments[++at];
        apply(flag, value, settings);
    }
    return settings;
}

std::string_view usage() {
    return R"(toolhost-sim servicenow [OPTION]...

A simulated ServiceNow instance: Table API, Aggregate API and OAuth tokens over a seeded SQLite
database. Prints {"event":"ready","url":...,"pid":...} on stdout once it listens.

  --port N                 port; 0 (default) takes a free one
  --host ADDRESS           address to listen on (default 127.0.0.1)
  --database PATH          SQLite file, kept between runs (default :memory:)
  --seed N                 seed of the invented records (default 1)
  --incidents N            how many incidents to invent (default 600)
  --schema FILE            tables and columns instead of the built-in ones
  --client ID:SECRET       an OAuth client for the password and refresh grants
  --app-user ID:USER       whom that client acts as by client_credentials
  --jwt-client ID:KEY_FILE[:KID[:USER_FIELD]]
                           an OAuth client for the JWT bearer grant: RS256, PEM public key or
                           certificate; without KID any kid is accepted; USER_FIELD is what `sub`
                           names, user_name (default) or email
  --api-key KEY:USER       an API key for the header x-sn-apikey
  --config FILE            OAuth clients from a JSON file, see README.md
  --faults FILE            misbehave as this JSON file says; read again when it changes
  --property NAME=VALUE    a row of sys_properties, see FIDELITY.md; again for another
  --strict-queries         a query with an unknown field matches nothing instead of ignoring the term
  --dictionary-needs-role  only personalize_dictionary (or admin) reads the dictionary, not itil
  --admin                  serve /__sim/: faults, recent requests, token expiry (no sign-in!)
  --ready-fd N             also write the ready line to this file descriptor
  --ready-file PATH        also write the ready line to this file, by rename
  --quiet                  do not log every request
  --help                   show this

Every seeded user's password is the user name: admin, beth.anglin and fred.luddy (itil),
joe.employee (no roles), ... See README.md.
)";
}

}  // namespace toolhost::sim
