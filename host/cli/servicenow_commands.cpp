#include <algorithm>
#include <ostream>
#include <system_error>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "cli/commands.hpp"
#include "config/secrets.hpp"
#include "crypto/certificate.hpp"
#include "crypto/digest.hpp"
#include "crypto/sealer.hpp"
#include "crypto/secret_file.hpp"
#include "crypto/signing_key.hpp"
#include "outbound/client.hpp"
#include "servicenow/setup/apply.hpp"
#include "servicenow/setup/check.hpp"
#include "servicenow/setup/plan.hpp"

namespace toolhost::cli {
namespace {

namespace fs = std::filesystem;
using servicenow::Finding;
using servicenow::SetupTerms;
using servicenow::Step;

constexpr std::chrono::hours kCertificateRestMin{24 * 30};

std::string optionOr(const Program& program, std::string_view option, std::string otherwise) {
    return program.arguments.find(option).value_or(std::move(otherwise));
}

/// The instance that is meant when none is named.
std::string instanceNamed(const Program& program, const servicenow::Settings& settings) {
    std::string otherwise = settings.default_instance;
    if (otherwise.empty() && !settings.instances.empty()) {
        otherwise = settings.instances.begin()->first;
    }
    return optionOr(program, "instance", otherwise);
}

/// The instance's administrator as the command line names one.
struct Admin {
    std::string name;
    base::Secret password;
};

base::Result<Admin> readAdmin(const Program& program) {
    Admin admin{optionOr(program, "admin", ""), {}};
    const auto reference = program.arguments.find("admin-password");
    if (admin.name.empty() && !reference) return admin;
    if (admin.name.empty() || !reference) {
        return base::Error{"--admin USER and --admin-password REFERENCE belong together"};
    }
    auto password = config::resolveSecret(*reference, program.sources.environment);
    if (!password) return base::because("--admin-password", password.error());
    admin.password = std::move(password).value();
    return admin;
}

std::string_view wordFor(Finding::Verdict verdict) {
    switch (verdict) {
        case Finding::Verdict::Good:
            return "good   ";
        case Finding::Verdict::Doubtful:
            return "doubt  ";
        case Finding::Verdict::Bad:
            return "WRONG  ";
    }
    return "";
}

void say(std::ostream& out, const Finding& finding) {
    out << wordFor(finding.verdict) << finding.step << ": " << finding.words << '\n';
    if (!finding.remedy.empty()) out << "       -> " << finding.remedy << '\n';
}

std::string_view wordFor(Step::Result result) {
    switch (result) {
        case Step::Result::Made:
            return "made       ";
        case Step::Result::Changed:
            return "changed    ";
        case Step::Result::WasThere:
            return "was there  ";
        case Step::Result::Failed:
            return "FAILED     ";
        case Step::Result::NotTried:
            return "not tried  ";
    }
    return "";
}

bool isWhole(const SetupTerms& terms) {
    return !terms.instance.empty() && !terms.url.empty();
}

/// What is configured already, with the command line before it; the key decides what nobody named.
SetupTerms readTerms(const Program& program, const config::Settings& settings) {
    SetupTerms terms;
    terms.instance = instanceNamed(program, settings.servicenow);
    const auto known = settings.servicenow.instances.find(terms.instance);
    const bool is_known = known != settings.servicenow.instances.end();
    const auto configured = is_known ? known->second : servicenow::InstanceSettings{};
    terms.url = optionOr(program, "url", configured.url);
    if (terms.url.ends_with('/')) terms.url.pop_back();
    terms.client_id = optionOr(program, "client-id", configured.client_id);
    terms.key_id = optionOr(program, "key-id", configured.key_id);
    const fs::path otherwise =
        settings.store.state_dir / "keys" / ("servicenow-" + terms.instance + ".pem");
    terms.key_file = optionOr(
        program, "key-file", configured.key_file.empty() ? otherwise : configured.key_file);
    terms.subject_field = optionOr(program, "subject-field", configured.subject_field);
    terms.test_user = optionOr(program, "test-user", "");
    return terms;
}

/// The certificate kept beside the key, while it is good for the key and not about to end;
/// otherwise a new one, kept from now on.
base::Result<std::string> ensureCertificate(const fs::path& key_file,
                                            const crypto::SigningKey& key,
                                            base::WallTime now) {
    const fs::path file = key_file.string() + ".crt";
    if (const auto kept = crypto::readSecretFile(file)) {
        const auto certificate = crypto::readCertificate(kept.value().reveal());
        if (certificate && certificate.value().key.id() == key.verifyingKey().id() &&
            certificate.value().not_after > now + kCertificateRestMin) {
            return std::string(kept.value().reveal());
        }
        std::error_code ignored;  // what cannot be removed cannot be replaced, which is told below
        fs::remove(file, ignored);
    }
    auto made = crypto::selfSignedCertificate(
        key_file, {.common_name = "toolhost", .not_before = now - std::chrono::hours(1)});
    if (!made) return made.error();
    if (auto saved = crypto::createSecretFile(file, made.value()); !saved) return saved.error();
    return made;
}

/// Makes the key where there is none, and what follows from it.
base::Result<base::Done> completeTerms(SetupTerms& terms, base::WallTime now) {
    const auto key = crypto::SigningKey::ensure(terms.key_file, crypto::Algorithm::Rs256);
    if (!key) return key.error();
    if (key.value().algorithm() != crypto::Algorithm::Rs256) {
        return base::Error{"use " + terms.key_file +
                           ": ServiceNow assertions are signed with RSA, and this key is not"};
    }
    auto certificate = ensureCertificate(terms.key_file, key.value(), now);
    if (!certificate) return certificate.error();
    terms.certificate_pem = std::move(certificate).value();
    const auto digest = crypto::sha256(key.value().id());
    const std::string name = base::toHex(crypto::bytesOf(digest));
    if (terms.client_id.empty()) terms.client_id = name.substr(0, 32);
    if (terms.key_id.empty()) terms.key_id = "toolhost-" + name.substr(0, 8);
    return base::Done{};
}

int apply(Program& program, const config::Settings& settings, const SetupTerms& terms) {
    const auto admin = readAdmin(program);
    if (!admin) return fail(program, admin.error());
    if (admin.value().name.empty()) {
        return fail(program, {"--apply needs --admin USER and --admin-password REFERENCE"});
    }
    servicenow::InstanceSettings as_admin;
    as_admin.url = terms.url;
    as_admin.grant = servicenow::Grant::Basic;
    as_admin.user_name = admin.value().name;
    as_admin.password = admin.value().password;
    outbound::Client client(settings.outbound, program.clock, program.log);
    const auto sealer = crypto::Sealer::ephemeral();
    auto talk = servicenow::Conversation::open(
        terms.instance, as_admin, as_admin.user_name, {client, program.clock, program.log, sealer});
    if (!talk) return fail(program, talk.error());
    const auto steps = servicenow::applyPlan(*talk.value(), planSetup(terms));
    for (const auto& step : steps) {
        program.out << wordFor(step.result) << step.name
                    << (step.words.empty() ? "" : ": " + step.words) << '\n';
    }
    const bool failed = std::any_of(steps.begin(), steps.end(), [](const Step& step) {
        return step.result == Step::Result::Failed;
    });
    return failed ? kFailure : kSuccess;
}

}  // namespace

int checkServicenow(Program& program) {
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    const auto admin = readAdmin(program);
    if (!admin) return fail(program, admin.error());
    const std::string name = instanceNamed(program, settings->servicenow);
    const auto instance = settings->servicenow.instances.find(name);
    if (instance == settings->servicenow.instances.end()) {
        return fail(program,
                    {name.empty() ? "no instance is configured: set servicenow.NAME.url and the "
                                    "rest; `toolhost servicenow setup` helps"
                                  : "no instance is named " + base::quoted(name)});
    }
    outbound::Client client(settings->outbound, program.clock, program.log);
    const auto sealer = crypto::Sealer::ephemeral();
    const auto findings = servicenow::checkInstance({.instance = name,
                                                     .settings = instance->second,
                                                     .user = optionOr(program, "user", ""),
                                                     .admin = admin.value().name,
                                                     .admin_password = admin.value().password},
                                                    {client, program.clock, program.log, sealer});
    bool is_good = true;
    for (const auto& finding : findings) {
        say(program.out, finding);
        is_good = is_good && finding.verdict != Finding::Verdict::Bad;
    }
    return is_good ? kSuccess : kFailure;
}

int setUpServicenow(Program& program) {
    const auto loaded = config::load(program.sources);  // an instance may be half configured yet
    SetupTerms terms = readTerms(program, loaded.settings);
    if (!isWhole(terms)) {
        return fail(program, {"say which instance is set up: --instance NAME --url https://HOST"});
    }
    if (auto done = completeTerms(terms, program.clock.wall()); !done) {
        return fail(program, done.error());
    }
    if (program.arguments.has("apply")) return apply(program, loaded.settings, terms);
    program.out << describePlan(terms, planSetup(terms));
    return kSuccess;
}

}  // namespace toolhost::cli
