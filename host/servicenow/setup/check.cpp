#include "servicenow/setup/check.hpp"

#include <chrono>
#include <future>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "base/text.hpp"
#include "outbound/url.hpp"
#include "servicenow/credentials/make_credentials.hpp"
#include "servicenow/credentials/token_reply.hpp"
#include "servicenow/exchange/api_reply.hpp"
#include "servicenow/exchange/rate_limit.hpp"
#include "servicenow/exchange/who_am_i.hpp"
#include "servicenow/setup/causes.hpp"
#include "servicenow/setup/conversation.hpp"
#include "servicenow/setup/name_lookup.hpp"

namespace toolhost::servicenow {
namespace {

using std::chrono::seconds;
using Verdict = Finding::Verdict;

constexpr seconds kReachTimeMax{20};
/// An instance may allow no difference at all, and assertions are dated back by 5 s.
constexpr seconds kClockDoubt{5};
/// What an instance allows unless told otherwise.
constexpr seconds kClockBad{300};

std::string join(const Problem& problem) {
    return problem.detail.empty() ? problem.message : problem.message + ": " + problem.detail;
}

/// The climb: each rung adds a finding and says whether it holds.
class Ladder {
public:
    Ladder(const CheckTerms& terms, Surroundings host)
        : terms_(terms),
          host_(host),
          user_(terms.user.empty() ? terms.settings.user_name : terms.user) {}

    std::vector<Finding> climb() {
        static_cast<void>(settings() && name() && reach() && identity() && token() && whoAmI() &&
                          table() && dictionary());
        return std::move(findings_);
    }

private:
    bool good(std::string step, std::string words) {
        findings_.push_back({std::move(step), Verdict::Good, std::move(words), {}});
        return true;
    }
    bool doubtful(std::string step, std::string words, std::string remedy) {
        findings_.push_back(
            {std::move(step), Verdict::Doubtful, std::move(words), std::move(remedy)});
        return true;
    }
    bool bad(std::string step, std::string words, std::string remedy) {
        findings_.push_back({std::move(step), Verdict::Bad, std::move(words), std::move(remedy)});
        return false;
    }

    bool settings() {
        const std::string missing = missingKey(terms_.settings);
        const std::string prefix = "servicenow." + terms_.instance + ".";
        if (!missing.empty()) {
            return bad("settings", prefix + missing + " is missing", "set " + prefix + missing);
        }
        auto talk = Conversation::open(terms_.instance, terms_.settings, user_, host_);
        if (!talk) return bad("settings", talk.error().what, "correct the setting that is named");
        talk_ = std::move(talk).value();
        return good("settings", "complete for the configured grant");
    }

    bool name() {
        const auto url = outbound::parseUrl(terms_.settings.url);
        if (!url) return bad("name", url.error().what, "correct the instance's url");
        const auto addresses = lookUp(url.value().host);
        if (!addresses) {
            return bad("name",
                       addresses.error().what,
                       "check the host in url and this machine's DNS; behind a proxy, which looks "
                       "names up itself, set outbound.proxy");
        }
        return good("name", url.value().host + " is " + base::join(addresses.value(), ", "));
    }

    /// Asked without credentials, a working instance refuses with 401 in JSON.
    bool reach() {
        std::promise<outbound::Outcome> promise;
        host_.client.send(
            {.url = terms_.settings.url + "/api/now/table/sys_user?sysparm_limit=1",
             .headers = {{"Accept", "application/json"}},
             .body = {},
             .deadline = host_.clock.steady() + kReachTimeMax},
            {},
            [&promise](outbound::Outcome outcome) { promise.set_value(std::move(outcome)); });
        const auto outcome = promise.get_future().get();
        if (const auto* failure = std::get_if<outbound::Failure>(&outcome)) return fail(*failure);
        const auto& response = std::get<outbound::Response>(outcome);
        if (isPage(response)) return page(response);
        good("connection", "the instance answers over " + terms_.settings.url.substr(0, 5));
        if (response.status >= 500 || response.status == 429) {
            return bad("instance",
                       "it answers " + std::to_string(response.status),
                       "it is overloaded or being upgraded; try again in some minutes");
        }
        good("instance", "awake, and asks for credentials");
        return clock(response);
    }

    bool fail(const outbound::Failure& failure) {
        if (failure.kind == outbound::Failure::Kind::Tls) {
            return bad("TLS",
                       failure.what,
                       "the certificate of what answers is not trusted: check url, a proxy that "
                       "breaks TLS open, and outbound.ca_file");
        }
        return bad("connection",
                   failure.what,
                   "check url, firewalls and outbound.proxy between this machine and the instance");
    }

    bool page(const outbound::Response& response) {
        const auto problem = pageInsteadOfJson("ask the instance", response);
        const bool sleeps = base::toLower(response.body).find("hibernat") != std::string::npos;
        if (!sleeps) return bad("instance", problem.message, problem.hint);
        return bad("instance",
                   "it hibernates",
                   "a developer instance falls asleep after about ten days without use; its owner "
                   "wakes it at developer.servicenow.com");
    }

    bool clock(const outbound::Response& response) {
        const auto date = response.findHeader("Date");
        const auto theirs = date ? parseHttpDate(*date) : std::nullopt;
        if (!theirs) return doubtful("clock", "the answer has no date to compare", "");
        ahead_ = std::chrono::round<seconds>(host_.clock.wall() - *theirs);
        const auto size = std::chrono::abs(ahead_);
        const std::string words = "this machine is " + std::to_string(size.count()) + " s " +
                                  (ahead_.count() < 0 ? "behind" : "ahead of") + " the instance";
        if (size <= kClockDoubt) return good("clock", words);
        const std::string remedy =
            "synchronise this machine's clock (NTP); assertions with a wrong date are refused";
        if (terms_.settings.grant == Grant::JwtBearer && size > kClockBad) {
            return bad("clock", words, remedy);
        }
        return doubtful("clock", words, remedy);
    }

    bool identity() {
        if (terms_.settings.grant == Grant::Passthrough) {
            doubtful("caller",
                     "callers bring their own tokens, and this check has none",
                     "call a tool through the gateway");
            return false;
        }
        if (!user_.empty()) return true;
        return bad("caller",
                   "no caller was named",
                   "say whose calls to try: toolhost servicenow check --user USER");
    }

    bool token() {
        const auto proof = talk_->prove();
        if (proof) return good("token", "the instance lets " + base::quoted(user_) + " in");
        const Problem& problem = proof.problem();
        if (problem.kind != Problem::Kind::Unauthorized) {
            return bad("token", join(problem), problem.hint);
        }
        return explain("token", problem);
    }

    /// A refusal tells no cause. An administrator sees the records that do.
    bool explain(const std::string& step, const Problem& problem) {
        if (terms_.admin.empty()) {
            return bad(step,
                       join(problem),
                       "the instance tells no cause. To have it found, add --admin NAME "
                       "--admin-password file:/PATH; or check in this order: " +
                           std::string(causesOfRefusal(terms_.settings.grant)));
        }
        InstanceSettings as_admin = terms_.settings;
        as_admin.grant = Grant::Basic;
        as_admin.user_name = terms_.admin;
        as_admin.password = terms_.admin_password;
        auto admin = Conversation::open(terms_.instance, as_admin, terms_.admin, host_);
        if (!admin) return bad(step, join(problem), admin.error().what);
        for (auto& cause :
             findCauses(*admin.value(), {terms_.settings, user_, host_.clock.wall(), ahead_})) {
            findings_.push_back(std::move(cause));
        }
        return bad(step, join(problem), "see the causes above");
    }

    bool whoAmI() {
        const auto proof = talk_->prove();
        if (!proof) return bad("who am I", join(proof.problem()), proof.problem().hint);
        std::promise<outbound::Outcome> promise;
        host_.client.send(
            whoAmIRequest(terms_.settings.url, proof.value(), host_.clock.steady() + kReachTimeMax),
            {},
            [&promise](outbound::Outcome outcome) { promise.set_value(std::move(outcome)); });
        const auto me = readWhoAmI(promise.get_future().get(), terms_.instance);
        if (!me && me.problem().kind == Problem::Kind::Unauthorized) {
            return explain("who am I", me.problem());
        }
        if (!me) return doubtful("who am I", join(me.problem()), me.problem().hint);
        const auto& found = me.value();
        const std::string words = "the instance takes " + base::quoted(user_) + " for " +
                                  base::quoted(found.user_name) + " (" + found.email + ")";
        const bool is_same = base::equalsIgnoringCase(found.user_name, user_) ||
                             base::equalsIgnoringCase(found.email, user_);
        const bool is_mapped = terms_.settings.grant == Grant::JwtBearer;
        if (is_same || is_mapped) return good("who am I", words);
        if (terms_.settings.shared_account) {
            return doubtful("who am I", words + ", as it does with every caller", "");
        }
        return bad(
            "who am I", words, "user_name must be the account that the credentials belong to");
    }

    bool table() {
        const auto rows = talk_->rows("incident", "", "sys_id,number", 1);
        if (rows && rows.value().empty()) {
            return doubtful("table",
                            "incident can be read, and shows this user no record",
                            "where there are incidents, the user lacks a role that sees those of "
                            "others, such as itil");
        }
        if (rows) return good("table", "incident can be read");
        return bad("table",
                   join(rows.problem()),
                   "give the user a role that reads the tables it works with, such as itil");
    }

    bool dictionary() {
        const auto rows = talk_->rows("sys_dictionary", "name=incident", "element", 1);
        if (rows && !rows.value().empty()) {
            return good("dictionary", "the columns of tables can be read");
        }
        return doubtful("dictionary",
                        rows ? "sys_dictionary shows this user nothing" : join(rows.problem()),
                        "field names cannot be checked before a call; give the user the role "
                        "personalize_dictionary, or read access to sys_dictionary");
    }

    const CheckTerms& terms_;
    const Surroundings host_;
    const std::string user_;
    std::unique_ptr<Conversation> talk_;
    seconds ahead_{0};  // this machine's clock, of the instance's
    std::vector<Finding> findings_;
};

}  // namespace

std::vector<Finding> checkInstance(const CheckTerms& terms, Surroundings host) {
    return Ladder(terms, host).climb();
}

}  // namespace toolhost::servicenow
