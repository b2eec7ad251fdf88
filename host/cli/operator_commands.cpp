#include <charconv>
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

}  // namespace

int addClient(Program& program) {
    json request = {{"command", "client.add"}};
    copyOption(program, "name", request, "name");
    copyOption(program, "acts-as", request, "acts_as");
    if (const auto scopes = program.arguments.find("scope")) {
        request["scopes"] = base::splitList(*scopes, ' ');
    }
    const auto answer = ask(program, request);
    if (!answer.ok()) return fail(program, answer.error());
    if (program.arguments.has("json")) {
        program.out << answer.value().dump() << '\n';
        return kSuccess;
    }
    program.out << "client_id      " << answer.value().value("client_id", "") << '\n'
                << "client_secret  " << answer.value().value("client_secret", "") << '\n';
    program.err << "The secret is shown this once; it is kept as a digest only.\n";
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
