#include "simulator/arguments.hpp"

#include <array>
#include <string>

#include "simulator/client_config.hpp"
#include "simulator/embedded.hpp"
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
        return;
    }
    settings.instance.clients.push_back(std::move(client));
}

constexpr long long kLargest = 9'223'372'036'854'775'807;

constexpr std::array kFlags{
    Flag{"--port",
         true,
         [](Settings& s, std::string_view v) {
             s.port = static_cast<std::uint16_t>(numberIn(v, 0, 65'535));
         }},
    Flag{"--host", true, [](Settings& s, std::string_view v) { s.host = v; }},
    Flag{"--database", true, [](Settings& s, std::string_view v) { s.instance.database = v; }},
    Flag{"--seed",
         true,
         [](Settings& s, std::string_view v) {
             s.instance.seed = static_cast<std::uint64_t>(numberIn(v, 0, kLargest));
         }},
    Flag{"--incidents",
         true,
         [](Settings& s, std::string_view v) { s.instance.incidents = numberIn(v, 0, 1'000'000); }},
    Flag{"--schema",
         true,
         [](Settings& s, std::string_view v) {
             s.instance.schema_json = readTextFile(std::string(v));
         }},
    Flag{"--jwt-client",
         true,
         [](Settings& s, std::string_view v) { addClient(s, parseJwtClient(v)); }},
    Flag{"--client",
         true,
         [](Settings& s, std::string_view v) { addClient(s, parseSecretClient(v)); }},
    Flag{"--config",
         true,
         [](Settings& s, std::string_view v) {
             for (auto& client : readClientFile(std::string(v)))
                 addClient(s, std::move(client));
         }},
    Flag{"--ready-fd",
         true,
         [](Settings& s, std::string_view v) {
             s.ready_fd = static_cast<int>(numberIn(v, 0, 65'535));
         }},
    Flag{"--ready-file", true, [](Settings& s, std::string_view v) { s.ready_file = v; }},
    Flag{"--strict-queries",
         false,
         [](Settings& s, std::string_view) {
             s.instance.invalid_terms = InvalidTerms::MatchNothing;
         }},
    Flag{"--dictionary-needs-role",
         false,
         [](Settings& s, std::string_view) {
             s.instance.dictionary_readers = DictionaryReaders::RoleOnly;
         }},
    Flag{"--admin",
         false,
         [](Settings& s, std::string_view) { s.instance.admin_paths = AdminPaths::Open; }},
    Flag{"--quiet", false, [](Settings& s, std::string_view) { s.verbosity = Verbosity::Quiet; }},
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
  --client ID:SECRET       an OAuth client for the password grant
  --jwt-client ID:KEY_FILE[:KID[:USER_FIELD]]
                           an OAuth client for the JWT bearer grant: RS256, PEM public key or
                           certificate; without KID any kid is accepted; USER_FIELD is what `sub`
                           names, user_name (default) or email
  --config FILE            OAuth clients from a JSON file: {"oauth_clients": [{"client_id",
                           "client_secret", "jwt": {"kid", "public_key_pem_file", "user_field"}}]}
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
