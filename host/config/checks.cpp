#include "config/checks.hpp"

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "config/grants.hpp"
#include "config/origin.hpp"

namespace toolhost::config {
namespace {

/// Where the first of the keys that any source set was set.
std::string whereAny(const Origins& origins, std::initializer_list<std::string_view> keys) {
    for (const auto key : keys) {
        if (const auto found = origins.find(key); found != origins.end()) return found->second;
    }
    return "default";
}

bool isPublic(const std::string& url) {
    const auto origin = parseOrigin(url);
    return origin && !isLoopback(origin.value().host);
}

void checkReach(const Settings& settings, const Origins& origins, std::vector<Problem>& problems) {
    const bool open = settings.identity.authentication == identity::Authentication::Off;
    const bool listens_beyond = !isLoopback(settings.http.host);
    if (open && listens_beyond) {
        problems.push_back({whereAny(origins, {"auth.mode", "listen.host"}),
                            "auth.mode = off lets everybody who reaches " + settings.http.host +
                                " call every tool; set auth.mode = required, or listen.host to "
                                "127.0.0.1"});
    }
    if (open && isPublic(settings.identity.public_url)) {
        problems.push_back({whereAny(origins, {"auth.mode", "public_url"}),
                            "auth.mode = off, yet public_url says that other machines call; set "
                            "auth.mode = required, or leave out public_url"});
    }
    if (listens_beyond && settings.identity.public_url.empty()) {
        problems.push_back({whereAny(origins, {"listen.host"}),
                            "other machines reach " + settings.http.host +
                                ", so public_url must say by which https:// address"});
    }
}

void checkTls(const Settings& settings, const Origins& origins, std::vector<Problem>& problems) {
    const bool has_certificate = !settings.http.tls_certificate_file.empty();
    if (has_certificate == !settings.http.tls_key_file.empty()) return;
    problems.push_back({whereAny(origins, {"listen.tls.certificate_file", "listen.tls.key_file"}),
                        has_certificate
                            ? "listen.tls.key_file is missing; the certificate needs its key"
                            : "listen.tls.certificate_file is missing; a key alone is no TLS"});
}

/// Where any key of the instance was set.
std::string whereOf(const std::string& instance, const Origins& origins) {
    const std::string prefix = "servicenow." + instance + ".";
    const auto found = origins.lower_bound(prefix);
    return found != origins.end() && found->first.rfind(prefix, 0) == 0 ? found->second : "default";
}

/// A key that was set wrongly is reported as wrong, not as missing too.
void checkInstance(const std::string& name,
                   servicenow::Grant grant,
                   const Origins& origins,
                   std::vector<Problem>& problems) {
    const auto require = [&](std::string_view key, std::string_view why) {
        const std::string full = "servicenow." + name + "." + std::string(key);
        if (origins.count(full) == 0) {
            problems.push_back(
                {whereOf(name, origins), full + " is missing; " + std::string(why) + " needs it"});
        }
    };
    require("url", "every instance");
    if (grant == servicenow::Grant::Passthrough && origins.count("servicenow.token_header") == 0) {
        problems.push_back({whereOf(name, origins),
                            "servicenow.token_header is missing; grant = passthrough needs it"});
    }
    for (const auto& needed : servicenow::kNeededKeys) {
        if (needed.grant == grant) require(needed.key, "grant = " + std::string(nameOf(grant)));
    }
}

void checkDefaultInstance(const Settings& settings,
                          const Origins& origins,
                          std::vector<Problem>& problems) {
    const auto& name = settings.servicenow.default_instance;
    if (name.empty() || settings.servicenow.instances.count(name) != 0) return;
    std::vector<std::string> known;
    for (const auto& entry : settings.servicenow.instances) {
        known.push_back(entry.first);
    }
    problems.push_back({whereAny(origins, {"servicenow.default_instance"}),
                        "servicenow.default_instance: there is no instance " + base::quoted(name) +
                            base::didYouMean(name, known)});
}

/// Two keys of which neither means anything without the other.
void checkPair(const Origins& origins,
               std::string_view one,
               std::string_view other,
               std::vector<Problem>& problems) {
    if (origins.count(one) == origins.count(other)) return;
    const bool has_one = origins.count(one) != 0;
    problems.push_back({whereAny(origins, {one, other}),
                        std::string(has_one ? other : one) + " is missing; " +
                            std::string(has_one ? one : other) + " needs it"});
}

/// Keys of one plugin's entry that it cannot do without.
void requireOfEntry(const std::string& prefix,
                    std::initializer_list<std::string_view> keys,
                    const Origins& origins,
                    std::vector<Problem>& problems) {
    const auto near = origins.lower_bound(prefix);
    for (const auto key : keys) {
        const std::string name = prefix + std::string(key);
        if (origins.count(name) != 0) continue;
        problems.push_back({near == origins.end() ? "default" : near->second,
                            name + " is missing; the keys beside it need it"});
    }
}

void checkPluginGrants(const Settings& settings,
                       const Origins& origins,
                       std::vector<Problem>& problems) {
    for (const auto& [plugin, of_plugin] : settings.loader.plugins) {
        const std::string prefix = "plugin." + plugin;
        for (const auto& entry : of_plugin.grants.oauth) {
            requireOfEntry(prefix + ".oauth." + entry.first + '.',
                           {"token_url", "client_id", "client_secret"},
                           origins,
                           problems);
        }
        for (const auto& entry : of_plugin.grants.jwt) {
            requireOfEntry(
                prefix + ".jwt." + entry.first + '.', {"issuer", "audience"}, origins, problems);
        }
    }
}

}  // namespace

std::vector<Problem> findContradictions(const Settings& settings, const Origins& origins) {
    std::vector<Problem> problems;
    checkReach(settings, origins, problems);
    checkTls(settings, origins, problems);
    for (const auto& [name, instance] : settings.servicenow.instances) {
        checkInstance(name, instance.grant, origins, problems);
    }
    checkDefaultInstance(settings, origins, problems);
    checkPluginGrants(settings, origins, problems);
    checkPair(origins, "outbound.client_certificate_file", "outbound.client_key_file", problems);
    checkPair(origins, "outbound.proxy_user", "outbound.proxy_password", problems);
    return problems;
}

}  // namespace toolhost::config
