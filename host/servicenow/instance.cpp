#include "servicenow/instance.hpp"

#include <utility>

#include "base/text.hpp"
#include "outbound/url.hpp"
#include "servicenow/credentials/make_credentials.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kWaitingMax = 256;

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
    : result_bytes_max_(settings.result_bytes_max),
      endpoint_{name,
                withoutSlash(settings.url),
                host,
                {host.client, host.clock, {settings.in_flight_max, kWaitingMax}},
                {}},
      dictionary_(endpoint_, settings.schema_lifetime, std::move(closing)) {}

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

}  // namespace toolhost::servicenow
