#include "servicenow/instance.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "outbound/url.hpp"
#include "servicenow/credentials/make_credentials.hpp"
#include "servicenow/dictionary/schema_reader.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kWaitingMax = 256;
constexpr std::size_t kSchemasMax = 2'000;
constexpr std::chrono::seconds kSchemaTimeMax{60};
/// What a user may not read today an administrator may grant any minute.
constexpr std::chrono::seconds kIncompleteLifetime{60};

bool isLoopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.substr(0, 4) == "127.";
}

/// What the URL lacks; empty when nothing.
std::string objectionTo(const std::string& text) {
    const auto url = outbound::parseUrl(text);
    if (!url) return url.error().what;
    if (url.value().scheme != "https" &&
        !(url.value().scheme == "http" && isLoopback(url.value().host))) {
        return "url must start with https:// (http:// is accepted on loopback only)";
    }
    if (url.value().has_user || url.value().has_query || url.value().path != "/") {
        return "url must be scheme and host only, such as https://dev12345.service-now.com";
    }
    return {};
}

std::string objectionTo(const InstanceSettings& settings) {
    if (auto objection = objectionTo(settings.url); !objection.empty()) return objection;
    if (settings.in_flight_max == 0) return "in_flight_max must be at least 1";
    const std::string missing = missingKey(settings);
    return missing.empty() ? "" : missing + " is missing, which its grant needs";
}

std::string withoutSlash(std::string url) {
    if (!url.empty() && url.back() == '/') url.pop_back();
    return url;
}

}  // namespace

base::Result<std::unique_ptr<Instance>> Instance::create(const std::string& name,
                                                         const InstanceSettings& settings,
                                                         Surroundings host,
                                                         std::stop_token closing) {
    const std::string attempted = "set up ServiceNow instance " + base::quoted(name);
    if (const auto objection = objectionTo(settings); !objection.empty()) {
        return base::Error{attempted + ": " + objection};
    }
    auto scripts = ScriptPolicy::allowing(settings.query_functions);
    if (!scripts) return base::because(attempted + ": query_functions", scripts.error());
    auto instance = std::unique_ptr<Instance>(new Instance(name, settings, host, closing));
    instance->scripts_ = std::move(scripts).value();
    auto credentials = makeCredentials(instance->endpoint_, settings, std::move(closing));
    if (!credentials) return base::because(attempted, credentials.error());
    instance->endpoint_.credentials = std::move(credentials).value();
    return instance;
}

Instance::Instance(const std::string& name,
                   const InstanceSettings& settings,
                   Surroundings host,
                   std::stop_token closing)
    : schema_lifetime_(settings.schema_lifetime),
      result_bytes_max_(settings.result_bytes_max),
      closing_(std::move(closing)),
      endpoint_{name,
                withoutSlash(settings.url),
                host,
                {host.client, host.clock, {settings.in_flight_max, kWaitingMax}},
                {}},
      schemas_(host.clock, kSchemasMax) {}

void Instance::ask(const Caller& caller, ApiRequest request, Then<ApiReply> then) {
    servicenow::ask(endpoint_, caller, std::move(request), std::move(then));
}

void Instance::askForRows(const Caller& caller,
                          ApiRequest request,
                          RowStream::TakeRow take_row,
                          Then<ApiReply> then) {
    servicenow::askForRows(
        endpoint_, caller, std::move(request), std::move(take_row), std::move(then));
}

void Instance::prove(const Caller& caller, Then<Proof> then) {
    endpoint_.credentials->authorize(caller, std::move(then));
}

std::optional<std::string> Instance::sharedAccount() const {
    return endpoint_.credentials->sharedAccount();
}

void Instance::readRows(const Caller& caller, ApiRequest request, Then<Rows> then) {
    servicenow::readRows(endpoint_, caller, std::move(request), std::move(then));
}

void Instance::findSchema(const Caller& caller,
                          const std::string& table,
                          Then<SchemaPointer> then) {
    // Read for everybody of that user who waits for it, so it does not end with one call. Kept by
    // user, since what a dictionary shows depends on who asks.
    const Caller ours{.user = caller.user,
                      .deadline = endpoint_.host.clock.steady() + kSchemaTimeMax,
                      .stop = closing_,
                      .ticket = caller.ticket,
                      .own_token = caller.own_token};
    schemas_.get(
        caller.user + '\n' + table,
        [this, ours, table](const Schemas::Report& report) { readSchema(ours, table, report); },
        std::move(then));
}

void Instance::readSchema(const Caller& caller,
                          const std::string& table,
                          const Schemas::Report& report) {
    servicenow::readSchema(endpoint_,
                           caller,
                           table,
                           [this, report, ticket = caller.ticket](Outcome<SchemaPointer> schema) {
                               const auto now = endpoint_.host.clock.steady();
                               if (!schema) return report({std::move(schema), now});
                               const auto lifetime =
                                   schema.value()->is_complete
                                       ? schema_lifetime_
                                       : std::min(schema_lifetime_, kIncompleteLifetime);
                               report({std::move(schema), now + lifetime});
                           });
}

}  // namespace toolhost::servicenow
