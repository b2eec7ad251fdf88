#include <iostream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <termios.h>
#include <unistd.h>

#include "base/secret.hpp"
#include "cli/asking.hpp"
#include "cli/commands.hpp"

namespace toolhost::cli {
namespace {

using nlohmann::json;

/// Keeps a terminal from showing what is typed, as long as it lives.
class SilentTerminal {
public:
    SilentTerminal() {
        tcgetattr(STDIN_FILENO, &before_);
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    SilentTerminal(const SilentTerminal&) = delete;
    SilentTerminal& operator=(const SilentTerminal&) = delete;
    ~SilentTerminal() { tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_); }

private:
    termios before_{};
};

base::Result<base::Secret> readLine() {
    std::string line;
    if (!std::getline(std::cin, line)) {
        return base::Error{"read the password: standard input ended before one line of it"};
    }
    return base::Secret(std::move(line));
}

base::Result<base::Secret> askTwice(std::ostream& prompts) {
    const SilentTerminal silence;
    prompts << "Password: " << std::flush;
    auto once = readLine();
    if (!once.ok()) return once;
    prompts << "\nThe same again: " << std::flush;
    const auto again = readLine();
    prompts << '\n';
    if (!again.ok()) return again;
    if (once.value().reveal() != again.value().reveal()) {
        return base::Error{"read the password: the two differ"};
    }
    return once;
}

/// Never an argument: those are everybody's to see.
base::Result<base::Secret> readPassword(Program& program) {
    return isatty(STDIN_FILENO) == 1 ? askTwice(program.err) : readLine();
}

/// The request that the words "user COMMAND NAME" make.
base::Result<json> requestAbout(const Program& program, const char* command) {
    if (program.arguments.words.size() != 3) {
        return base::Error{"toolhost " + program.arguments.words[0] + ' ' +
                           program.arguments.words[1] + " needs one name"};
    }
    return json{{"command", command}, {"name", program.arguments.words.back()}};
}

base::Result<json> askWithPassword(Program& program, json request) {
    const auto password = readPassword(program);
    if (!password.ok()) return password.error();
    request["password"] = password.value().reveal();
    return ask(program, request);
}

void showUser(std::ostream& out, const json& user) {
    out << user.value("name", "") << "  acts as " << user.value("acts_as", "") << "  password set "
        << user.value("password_set", "") << '\n';
}

}  // namespace

int addUser(Program& program) {
    auto request = requestAbout(program, "user.add");
    if (!request.ok()) return fail(program, request.error());
    if (const auto acts_as = program.arguments.find("acts-as")) {
        request.value()["acts_as"] = *acts_as;
    }
    const auto answer = askWithPassword(program, request.value());
    if (!answer.ok()) return fail(program, answer.error());
    if (program.arguments.has("json")) {
        program.out << answer.value().dump() << '\n';
    } else {
        showUser(program.out, answer.value());
    }
    return kSuccess;
}

int listUsers(Program& program) {
    const auto answer = ask(program, {{"command", "user.list"}});
    if (!answer.ok()) return fail(program, answer.error());
    const json users = answer.value().value("users", json::array());
    if (program.arguments.has("json")) {
        program.out << users.dump() << '\n';
        return kSuccess;
    }
    for (const auto& user : users) {
        showUser(program.out, user);
    }
    return kSuccess;
}

int setPassword(Program& program) {
    const auto request = requestAbout(program, "user.passwd");
    if (!request.ok()) return fail(program, request.error());
    const auto answer = askWithPassword(program, request.value());
    if (!answer.ok()) return fail(program, answer.error());
    program.out << "set the password of " << program.arguments.words.back()
                << "; sessions and tokens of before have ended\n";
    return kSuccess;
}

int removeUser(Program& program) {
    const auto request = requestAbout(program, "user.remove");
    if (!request.ok()) return fail(program, request.error());
    const auto answer = ask(program, request.value());
    if (!answer.ok()) return fail(program, answer.error());
    program.out << "removed " << program.arguments.words.back() << '\n';
    return kSuccess;
}

}  // namespace toolhost::cli
