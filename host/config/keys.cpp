#include "config/keys.hpp"

#include <cstdint>
#include <limits>

#include "base/redaction.hpp"
#include "config/codecs.hpp"
#include "config/grants.hpp"
#include "config/listen_keys.hpp"
#include "config/oauth_keys.hpp"
#include "config/outbound_keys.hpp"
#include "config/plugin_grant_keys.hpp"
#include "config/plugin_keys.hpp"
#include "config/protocol_keys.hpp"
#include "config/task_keys.hpp"

namespace toolhost::config {
namespace {

constexpr std::int64_t kKiB = 1 << 10;
constexpr std::int64_t kMiB = 1 << 20;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kDaySeconds = 86'400;

Group authentication() {
    using identity::Authentication;
    const Choice<Authentication> modes{
        {{"required", Authentication::Required}, {"off", Authentication::Off}}};
    return {"Who may call",
            {{"auth.mode",
              "Whether a call over HTTP must show a token; off lets every process of this machine "
              "call, and is refused unless listen.host and public_url are loopback.",
              fieldOf(&Settings::identity, &identity::Settings::authentication, modes)},
             {"auth.user_token_seconds",
              "How long a token that acts for a user is good.",
              fieldOf(&Settings::identity,
                      &identity::Settings::user_token_lifetime,
                      Whole{30, kDaySeconds, "seconds"})},
             {"auth.client_token_seconds",
              "How long a token of a client that acts for itself is good.",
              fieldOf(&Settings::identity,
                      &identity::Settings::client_token_lifetime,
                      Whole{30, kDaySeconds, "seconds"})},
             {"stdio.user.<os_user>",
              "The ServiceNow user for whom an operating-system user calls over stdio; who is not "
              "named acts for nobody.",
              bindField(
                  Text{"a user name"},
                  [](auto& settings, const Captures& captures) -> auto& {
                      return entryOf(settings.stdio.users, captures.front());
                  },
                  [](const Settings& settings) { return namesIn(settings.stdio.users); })}}};
}

Group directories() {
    return {"Directories",
            {{"state.directory",
              "Where everything kept is kept; made with mode 0700, owned by one process at a time. "
              "A host run from a build tree uses build/state.",
              fieldOf(&Settings::store, &store::Settings::state_dir, Directory{})},
             {"plugins.directory",
              "Where plugins (*.so) are looked for. A host run from a build tree uses that tree's.",
              fieldOf(&Settings::loader, &loader::Settings::directory, Directory{})}}};
}

Group calls() {
    return {
        "Tool calls",
        {{"calls.workers",
          "Threads on which plugin code runs; a call that waits for an upstream holds none.",
          fieldOf(&Settings::calls, &calls::Settings::workers, Whole{1, 1024, "threads"})},
         {"calls.workers_per_plugin",
          "How many of them the code of one plugin may hold, so that others go on beside one that "
          "is slow.",
          fieldOf(
              &Settings::calls, &calls::Settings::workers_per_plugin, Whole{1, 1024, "threads"})},
         {"calls.in_flight_max",
          "Calls accepted and not yet answered; one more is answered 503 with Retry-After.",
          fieldOf(&Settings::calls, &calls::Settings::in_flight_max, Whole{1, 1'000'000, "calls"})},
         {"calls.in_flight_per_plugin_max",
          "The same of one plugin.",
          fieldOf(&Settings::calls,
                  &calls::Settings::in_flight_per_plugin_max,
                  Whole{1, 1'000'000, "calls"})},
         {"calls.deadline_ms",
          "From accepting a call to giving up on its answer.",
          fieldOf(
              &Settings::calls, &calls::Settings::deadline, Whole{10, kDayMs, "milliseconds"})}}};
}

Group audit() {
    using audit::Arguments;
    const Choice<Arguments> ways{{{"digest", Arguments::Digest}, {"full", Arguments::Full}}};
    return {
        "Audit trail",
        {{"audit.arguments",
          "What is recorded of a call's arguments: their SHA-256, or all of them.",
          fieldOf(&Settings::audit, &audit::Settings::arguments, ways)},
         {"audit.queue_max",
          "Events waiting to be written; when full, calls are refused rather than unrecorded.",
          fieldOf(&Settings::audit, &audit::Settings::queue_max, Whole{1, 10'000'000, "events"})},
         {"audit.group_max",
          "Events that one commit takes at the most.",
          fieldOf(&Settings::audit, &audit::Settings::group_max, Whole{1, 10'000, "events"})},
         {"audit.group_wait_ms",
          "How long the first event of a commit waits for others.",
          fieldOf(
              &Settings::audit, &audit::Settings::group_wait, Whole{0, 10'000, "milliseconds"})}}};
}

/// A key of one ServiceNow instance.
template <typename Member, typename Codec>
Field ofInstance(Member servicenow::InstanceSettings::*member, Codec codec) {
    return fieldOfEach(
        &Settings::servicenow, &servicenow::Settings::instances, member, std::move(codec));
}

/// Every caller that an instance knows by another name.
std::vector<Captures> subjectKeys(const Settings& settings) {
    std::vector<Captures> names;
    for (const auto& [instance, of_instance] : settings.servicenow.instances) {
        for (const auto& entry : of_instance.subjects) {
            names.push_back({instance, entry.first});
        }
    }
    return names;
}

Field ofSubject() {
    return bindField(
        Text{"a user name"},
        [](auto& settings, const Captures& captures) -> auto& {
            return entryOf(entryOf(settings.servicenow.instances, captures[0]).subjects,
                           captures[1]);
        },
        subjectKeys);
}

Group instances() {
    using Instance = servicenow::InstanceSettings;
    return {
        "ServiceNow instances",
        {{"servicenow.default_instance",
          "The instance meant when a call names none; empty means the first by name.",
          fieldOf(&Settings::servicenow,
                  &servicenow::Settings::default_instance,
                  Text{"the name of an instance"})},
         {"servicenow.token_header",
          "The header in which a gateway before this host hands over each caller's own ServiceNow "
          "token, for grant = passthrough; whoever brings a token of another user is refused.",
          fieldOf(&Settings::http,
                  &http::Settings::servicenow_token_field,
                  Text{"a header name", refuseNoTokenField})},
         {"servicenow.<instance>.url",
          "Where the instance is; this key makes the instance known.",
          ofInstance(&Instance::url,
                     Text{"https://host[:port], http on loopback only", refuseUnsafeOrigin})},
         {"servicenow.<instance>.in_flight_max",
          "Requests to the instance at once; further ones wait their turn.",
          ofInstance(&Instance::in_flight_max, Whole{1, 256, "requests"})},
         {"servicenow.<instance>.schema_seconds",
          "How long tables and columns are remembered.",
          ofInstance(&Instance::schema_lifetime, Whole{0, kDaySeconds, "seconds"})},
         {"servicenow.<instance>.query_functions",
          "Date functions that queries may call by javascript:, such as gs.daysAgoStart; dates "
          "means all that are documented. By default none, as filters can say the same.",
          ofInstance(&Instance::query_functions, List{Text{"the name of a gs. date function"}})},
         {"servicenow.<instance>.result_bytes_max",
          "How many bytes of records one answer to a query may have; what does not fit comes with "
          "the next page.",
          ofInstance(&Instance::result_bytes_max, Whole{4 * kKiB, 16 * kMiB, "bytes"})}}};
}

Group instanceEntry() {
    using Instance = servicenow::InstanceSettings;
    const Choice<servicenow::Grant> grants{{kGrantWords.begin(), kGrantWords.end()}};
    return {
        "How an instance is entered",
        {{"servicenow.<instance>.grant",
          "How this host acts for a user: by a signed assertion that names the user (RFC 7523), or "
          "with the user's own token from a gateway (passthrough); the others stand for one "
          "account, user_name, and serve that user only.",
          ofInstance(&Instance::grant, grants)},
         {"servicenow.<instance>.client_id",
          "The OAuth client that the instance knows this host by.",
          ofInstance(&Instance::client_id, Text{"text"})},
         {"servicenow.<instance>.client_secret",
          "That client's secret; jwt_bearer does without where the client is public.",
          ofInstance(&Instance::client_secret, SecretReference{})},
         {"servicenow.<instance>.key_file",
          "jwt_bearer: the RSA private key (PEM) that signs assertions.",
          ofInstance(&Instance::key_file, KeyFile{})},
         {"servicenow.<instance>.key_id",
          "jwt_bearer: the key's name (kid) in the instance's JWT verifier map.",
          ofInstance(&Instance::key_id, Text{"text"})},
         {"servicenow.<instance>.audience",
          "jwt_bearer: the aud of assertions; empty means client_id, as most instances want it.",
          ofInstance(&Instance::audience, Text{"text"})},
         {"servicenow.<instance>.user_name",
          "The account behind every grant but jwt_bearer and passthrough.",
          ofInstance(&Instance::user_name, Text{"a user name"})},
         {"servicenow.<instance>.password",
          "basic, password: that account's password.",
          ofInstance(&Instance::password, SecretReference{})},
         {"servicenow.<instance>.refresh_token",
          "refresh_token: a refresh token that the account once obtained.",
          ofInstance(&Instance::refresh_token, SecretReference{})},
         {"servicenow.<instance>.api_key",
          "api_key: the account's REST API key.",
          ofInstance(&Instance::api_key, SecretReference{})},
         {"servicenow.<instance>.shared_account",
          "Whether that account stands for every caller: ServiceNow then names it for whatever "
          "anybody does. Every such call is audited, and its answer names the account.",
          ofInstance(&Instance::shared_account, Switch{})}}};
}

Group instanceUsers() {
    using Instance = servicenow::InstanceSettings;
    const Choice<std::string> subject_fields{{{"user_name", "user_name"}, {"email", "email"}}};
    return {"As whom callers are known to an instance",
            {{"servicenow.<instance>.subject_field",
              "jwt_bearer, passthrough: the column of sys_user by which the instance knows users.",
              ofInstance(&Instance::subject_field, subject_fields)},
             {"servicenow.<instance>.subject_domain",
              "Added after @ to a caller's name that has none: example.com makes abel "
              "abel@example.com.",
              ofInstance(&Instance::subject_domain, Text{"a domain"})},
             {"servicenow.<instance>.subject.<user>",
              "What the instance calls that user, where it is not the user's name here.",
              ofSubject()},
             {"servicenow.<instance>.denied_subjects",
              "Users as whom nothing is sent.",
              ofInstance(&Instance::denied_subjects, List{Text{"a user name"}})}}};
}

/// A key of one plugin.
template <typename Member, typename Codec>
Field ofPlugin(Member loader::PluginSettings::*member, Codec codec) {
    return fieldOfEach(&Settings::loader, &loader::Settings::plugins, member, std::move(codec));
}

/// Every key of every plugin's own configuration.
std::vector<Captures> pluginConfigKeys(const Settings& settings) {
    std::vector<Captures> names;
    for (const auto& [plugin, of_plugin] : settings.loader.plugins) {
        for (const auto& entry : of_plugin.config) {
            names.push_back({plugin, entry.first});
        }
    }
    return names;
}

Field ofPluginConfig() {
    Field field = bindField(
        Text{"text"},
        [](auto& settings, const Captures& captures) -> auto& {
            return entryOf(entryOf(settings.loader.plugins, captures[0]).config, captures[1]);
        },
        pluginConfigKeys);
    field.show = [show = field.show](const Settings& settings, const Captures& captures) {
        return base::isSecretName(captures[1]) ? std::string(base::kRedacted)
                                               : show(settings, captures);
    };
    return field;
}

Group plugins() {
    using loader::Isolation;
    using Plugin = loader::PluginSettings;
    const Choice<Isolation> isolations{{{"auto", Isolation::Auto},
                                        {"in_process", Isolation::InProcess},
                                        {"process", Isolation::Process}}};
    return takenUpAtHangup(
        {"Plugins; in plugins.d/<plugin>.properties leave out \"plugin.<plugin>.\"",
         {{"plugin.<plugin>.enabled",
           "Whether the plugin is loaded; <plugin> is its file's name without .so or .tools.json.",
           ofPlugin(&Plugin::enabled, Switch{})},
          {"plugin.<plugin>.required",
           "Whether the host refuses to start without it.",
           ofPlugin(&Plugin::required, Switch{})},
          {"plugin.<plugin>.prefix",
           "Put before the name of each of its tools, to tell them from another plugin's.",
           ofPlugin(&Plugin::prefix, Text{"up to 24 of a-z, 0-9 and _", refuseNoPrefix})},
          {"plugin.<plugin>.isolation",
           "Where its code runs: auto is in_process for plugins shipped with the host and process "
           "for all others, which keeps a crash, a hang or a thief in a sandbox of its own.",
           ofPlugin(&Plugin::isolation, isolations)},
          {"plugin.<plugin>.memory_mib",
           "What its own process may take of address space; 0 is no limit.",
           ofPlugin(&Plugin::memory_mib, Whole{0, 1 << 20, "MiB"})},
          {"plugin.<plugin>.replicas",
           "Processes of its own at once, among which its calls are spread.",
           ofPlugin(&Plugin::replicas, Whole{1, 64, "processes"})},
          {"plugin.<plugin>.idle_stop_seconds",
           "Ends its own process, and what it does there by itself, after so many seconds without "
           "a call; the next call starts it again. 0 is never.",
           ofPlugin(&Plugin::idle_stop, Whole{0, kDaySeconds, "seconds"})},
          {"plugin.<plugin>.may_use_network",
           "Whether its own process may open network sockets itself.",
           ofPlugin(&Plugin::may_use_network, Switch{})},
          {"plugin.<plugin>.config.<key>",
           "One of the plugin's own keys, handed to it as text.",
           ofPluginConfig()}}});
}

Group logging() {
    using base::LogLevel;
    Choice<LogLevel> levels;
    for (const auto level : {LogLevel::Debug, LogLevel::Info, LogLevel::Warning, LogLevel::Error}) {
        levels.words.emplace_back(base::nameOf(level), level);
    }
    return {"Log",
            {{"log.level",
              "The least that is logged.",
              bindField(
                  levels,
                  [](auto& settings, const Captures&) -> auto& { return settings.log_level; },
                  [](const Settings&) { return std::vector<Captures>{{}}; }),
              TakenUp::AtHangup}}};
}

}  // namespace

std::vector<Group> declaredKeys() {
    return {listenKeys(),
            authentication(),
            oauthKeys(),
            directories(),
            calls(),
            taskKeys(),
            audit(),
            protocolKeys(),
            outboundKeys(),
            instances(),
            instanceEntry(),
            instanceUsers(),
            provenanceKeys(),
            plugins(),
            pluginGrantKeys(),
            logging()};
}

}  // namespace toolhost::config
