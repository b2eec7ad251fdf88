#include <charconv>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <ostream>

#include "base/text.hpp"
#include "cli/asking.hpp"
#include "cli/commands.hpp"

namespace toolhost::cli {
namespace {

using nlohmann::json;

std::optional<std::int64_t> wholeNumber(const std::string& text) {
    std::int64_t number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

void copyOption(const Program& program, const char* option, json& request, const char* member) {
    if (const auto value = program.arguments.find(option)) request[member] = *value;
}

void showClient(std::ostream& out, const json& client) {
    out << client.value("client_id", "") << "  "
        << (client.value("enabled", false) ? "enabled" : "revoked") << "  acts as "
        << client.value("acts_as", "nobody") << "  " << client.value("name", "") << '\n';
}

/// How the client shows itself: by a secret of ours unless the options say otherwise.
base::Result<base::Done> chooseProof(const Program& program, json& request) {
    const auto keys = program.arguments.find("keys");
    if (keys && program.arguments.has("public")) {
        return base::Error{"a public client has no keys; leave out --public or --keys"};
    }
    if (program.arguments.has("public")) request["proof"] = "none";
    if (!keys) return base::Done{};
    std::ifstream file(*keys);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    if (!file) return base::Error{"read the client's keys: cannot open " + *keys};
    request["proof"] = "key";
    request["jwks"] = text;
    return base::Done{};
}

void showCredentials(Program& program, const json& credentials) {
    program.out << "client_id      " << credentials.value("client_id", "") << '\n';
    if (!credentials.contains("client_secret")) return;
    program.out << "client_secret  " << credentials.value("client_secret", "") << '\n';
    program.err << "The secret is shown this once; it is kept as a digest only.\n";
}

}  // namespace

int addClient(Program& program) {
    json request = {{"command", "client.add"}};
    copyOption(program, "name", request, "name");
    copyOption(program, "acts-as", request, "acts_as");
    if (const auto scopes = program.arguments.find("scope")) {
        request["scopes"] = base::splitList(*scopes, ' ');
    }
    if (const auto uris = program.arguments.find("redirect-uri")) {
        request["redirect_uris"] = base::splitList(*uris, ' ');
    }
    if (program.arguments.has("introspects")) request["introspects"] = true;
    if (const auto proven = chooseProof(program, request); !proven.ok()) {
        return fail(program, proven.error());
    }
    const auto answer = ask(program, request);
    if (!answer.ok()) return fail(program, answer.error());
    if (program.arguments.has("json")) {
        program.out << answer.value().dump() << '\n';
    } else {
        showCredentials(program, answer.value());
    }
    return kSuccess;
}

int listClients(Program& program) {
    const auto answer = ask(program, {{"command", "client.list"}});
    if (!answer.ok()) return fail(program, answer.error());
    const json clients = answer.value().value("clients", json::array());
    if (program.arguments.has("json")) {
        program.out << clients.dump() << '\n';
    } else {
        for (const auto& client : clients) {
            showClient(program.out, client);
        }
    }
    return kSuccess;
}

int revokeClient(Program& program) {
    if (program.arguments.words.size() != 3) {
        return fail(program, {"client revoke needs the client's id: toolhost client revoke ID"});
    }
    const auto answer =
        ask(program, {{"command", "client.revoke"}, {"client_id", program.arguments.words.back()}});
    if (!answer.ok()) return fail(program, answer.error());
    program.out << "revoked " << program.arguments.words.back() << '\n';
    return kSuccess;
}

int issueRegistrationToken(Program& program) {
    json request = {{"command", "client.registration_token"}};
    if (const auto lifetime = program.arguments.find("lifetime")) {
        const auto seconds = wholeNumber(*lifetime);
        if (!seconds) return fail(program, {"--lifetime must be a whole number of seconds"});
        request["lifetime_seconds"] = *seconds;
    }
    const auto answer = ask(program, request);
    if (!answer.ok()) return fail(program, answer.error());
    program.out << answer.value().value("registration_token", "") << '\n';
    program.err << "Good until " << answer.value().value("expires", "")
                << "; shown this once, kept as a digest only.\n";
    return kSuccess;
}

int issueToken(Program& program) {
    json request = {{"command", "token.issue"}};
    copyOption(program, "user", request, "user");
    if (const auto scopes = program.arguments.find("scope")) {
        request["scopes"] = base::splitList(*scopes, ' ');
    }
    if (const auto lifetime = program.arguments.find("lifetime")) {
        const auto seconds = wholeNumber(*lifetime);
        if (!seconds) return fail(program, {"--lifetime must be a whole number of seconds"});
        request["lifetime_seconds"] = *seconds;
    }
    const auto answer = ask(program, request);
    if (!answer.ok()) return fail(program, answer.error());
    if (program.arguments.has("json")) {
        program.out << answer.value().dump() << '\n';
    } else {
        program.out << answer.value().value("token", "") << '\n';
    }
    return kSuccess;
}

}  // namespace toolhost::cli
