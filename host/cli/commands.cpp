#include "cli/commands.hpp"

#include <algorithm>
#include <functional>
#include <iostream>
#include <utility>

#include "base/text.hpp"
#include "base/version.hpp"

namespace toolhost::cli {
namespace {

/// A command, how it is asked for and what it takes besides the options of all.
struct Command {
    std::string words;
    std::string operands;
    std::vector<Option> options;
    std::string summary;
    std::function<int(Program&, Signals&)> run;
};

/// For commands that do not wait for signals.
std::function<int(Program&, Signals&)> plain(int (*command)(Program&)) {
    return [command](Program& program, Signals&) { return command(program); };
}

const std::vector<Option>& commonOptions() {
    static const std::vector<Option> options = {
        {"config", "FILE"}, {"set", "KEY=VALUE"}, {"help", ""}, {"version", ""}};
    return options;
}

std::vector<Command> hostCommands() {
    return {{"serve", "", {}, "answers MCP and OAuth over HTTP", serve},
            {"stdio", "", {}, "answers MCP on standard input and output", serveStdio},
            {"check-config", "", {}, "says whether the configuration is good", plain(checkConfig)},
            {"print-config",
             "",
             {{"reference", ""}},
             "prints the settings in force, or every key with its meaning",
             plain(printConfig)},
            {"client add",
             "",
             {{"name", "NAME"},
              {"acts-as", "USER"},
              {"scope", "SCOPES"},
              {"redirect-uri", "URIS"},
              {"public", ""},
              {"keys", "JWKS-FILE"},
              {"introspects", ""},
              {"json", ""}},
             "registers an OAuth client and shows its secret once",
             plain(addClient)},
            {"client list", "", {{"json", ""}}, "lists the clients", plain(listClients)},
            {"client revoke", "ID", {}, "ends a client and its tokens", plain(revokeClient)},
            {"client registration-token",
             "",
             {{"lifetime", "SECONDS"}},
             "prints a token with which clients register themselves",
             plain(issueRegistrationToken)},
            {"user add",
             "NAME",
             {{"acts-as", "USER"}, {"json", ""}},
             "adds a person who signs in here; the password is read from standard input",
             plain(addUser)},
            {"user list", "", {{"json", ""}}, "lists the people who sign in", plain(listUsers)},
            {"user passwd",
             "NAME",
             {},
             "sets a password, read from standard input, and ends what the old one opened",
             plain(setPassword)},
            {"user remove", "NAME", {}, "ends a person's access", plain(removeUser)},
            {"token issue",
             "",
             {{"user", "USER"}, {"lifetime", "SECONDS"}, {"scope", "SCOPES"}, {"json", ""}},
             "prints an access token that acts as a user",
             plain(issueToken)},
            {"audit verify",
             "",
             {},
             "proves the audit trail, or names its first bad record",
             plain(verifyAudit)},
            {"audit search",
             "",
             {{"last", "N"}, {"type", "TYPE"}, {"user", "USER"}, {"json", ""}},
             "prints audit records",
             plain(searchAudit)}};
}

std::vector<Command> pluginCommands() {
    return {{"plugin list",
             "",
             {{"json", ""}},
             "says what became of each plugin file in the running host, or would in one",
             plain(listPlugins)},
            {"plugin approve",
             "ID",
             {{"at-least", "VERSION"}},
             "accepts what a plugin's tools say now, or lets a lower version of it serve",
             plain(approvePlugin)},
            {"plugin reload",
             "[NAME]",
             {{"json", ""}},
             "looks at every plugin file again, or starts one anew; no call fails for it",
             plain(reloadPlugins)},
            {"plugin rollback",
             "NAME",
             {{"to", "VERSION"}, {"json", ""}},
             "lets what a plugin was before serve again, until its file changes",
             plain(rollBackPlugin)},
            {"plugin inspect",
             "FILE",
             {{"json", ""}},
             "says what a plugin file is and whether this host would load it; runs nothing of it",
             plain(inspectPlugin)},
            {"plugin check",
             "FILE",
             {{"json", ""}, {"calls", "N"}},
             "tries whether a plugin keeps what plugins promise, in processes that reach nothing",
             plain(checkPlugin)},
            {"plugin call",
             "FILE TOOL [ARGUMENTS]",
             {},
             "runs one tool of a plugin file as you, without a server, and prints its result",
             callPlugin},
            {"plugin keygen",
             "NAME",
             {{"plugins", "IDS"}},
             "makes a key that signs plugins: NAME.key, and NAME.pub to give away",
             plain(makePluginKey)},
            {"plugin sign", "FILE", {{"key", "FILE"}}, "writes FILE.sig", plain(signPlugin)},
            {"plugin verify",
             "FILE",
             {{"key", "FILE"}},
             "says who of the trusted signed a plugin, or whether the holder of that .pub did",
             plain(verifyPlugin)}};
}

std::vector<Command> servicenowCommands() {
    return {{"servicenow check",
             "",
             {{"instance", "NAME"},
              {"user", "USER"},
              {"admin", "USER"},
              {"admin-password", "REFERENCE"}},
             "tries the way to an instance step by step, and says what is wrong and what to do",
             plain(checkServicenow)},
            {"servicenow setup",
             "",
             {{"instance", "NAME"},
              {"url", "URL"},
              {"client-id", "ID"},
              {"key-id", "ID"},
              {"key-file", "FILE"},
              {"subject-field", "FIELD"},
              {"test-user", "USER"},
              {"apply", ""},
              {"admin", "USER"},
              {"admin-password", "REFERENCE"}},
             "prints what an instance needs before this host may act for its users, or does it",
             plain(setUpServicenow)}};
}

const std::vector<Command>& commands() {
    static const std::vector<Command> all = [] {
        std::vector<Command> commands = hostCommands();
        for (auto& more : {pluginCommands(), servicenowCommands()}) {
            commands.insert(commands.end(), more.begin(), more.end());
        }
        return commands;
    }();
    return all;
}

std::string usageOf(const Command& command) {
    std::string line = "  toolhost " + command.words;
    if (!command.operands.empty()) line += ' ' + command.operands;
    for (const auto& option : command.options) {
        line += " [--" + std::string(option.name);
        if (!option.value.empty()) line += ' ' + std::string(option.value);
        line += ']';
    }
    return line + "\n      " + command.summary + '\n';
}

int sayUsage(std::ostream& out, int code) {
    out << "toolhost " << base::kVersion << ": an MCP server that runs tool plugins\n\n";
    for (const auto& command : commands()) {
        out << usageOf(command);
    }
    out << "\nEvery command takes [--config FILE] [--set KEY=VALUE]...\n";
    return code;
}

bool isAskedBy(const Command& command, const std::vector<std::string>& words) {
    const std::string asked = base::join(words, " ");
    return asked == command.words ||
           (!command.operands.empty() && asked.rfind(command.words + ' ', 0) == 0);
}

std::vector<Option> everyOption() {
    std::vector<Option> all = commonOptions();
    for (const auto& command : commands()) {
        all.insert(all.end(), command.options.begin(), command.options.end());
    }
    return all;
}

std::string nearestCommand(const std::vector<std::string>& words) {
    std::vector<std::string> known;
    for (const auto& command : commands()) {
        known.push_back(command.words);
    }
    return base::didYouMean(base::join(words, " "), known);
}

int refuse(const std::string& why) {
    std::cerr << "toolhost: " << why << "; toolhost --help lists what there is\n";
    return kUsage;
}

/// An option that another command takes and this one does not.
std::string findStrangeOption(const Command& command, const Arguments& arguments) {
    std::vector<Option> known = commonOptions();
    known.insert(known.end(), command.options.begin(), command.options.end());
    for (const auto& [name, value] : arguments.options) {
        const bool is_known =
            std::any_of(known.begin(), known.end(), [&name = name](const Option& option) {
                return option.name == name;
            });
        if (!is_known) return name;
    }
    return {};
}

int run(const Command& command, Arguments arguments) {
    if (const auto strange = findStrangeOption(command, arguments); !strange.empty()) {
        return refuse(command.words + " takes no option --" + strange);
    }
    Signals signals;
    base::SystemClock clock;
    base::Log log(std::cerr, base::LogLevel::Info);
    config::Sources sources = sourcesFor(arguments);
    Program program{std::move(arguments), std::move(sources), std::cout, std::cerr, clock, log};
    return command.run(program, signals);
}

}  // namespace

int runCommand(const std::vector<std::string>& given) {
    auto read = readArguments(given, everyOption());
    if (!read.ok()) return refuse(read.error().what);
    Arguments arguments = std::move(read).value();
    if (arguments.has("help")) return sayUsage(std::cout, kSuccess);
    if (arguments.has("version")) {
        std::cout << "toolhost " << base::kVersion << '\n';
        return kSuccess;
    }
    if (arguments.words.empty()) return sayUsage(std::cerr, kUsage);
    const auto command =
        std::find_if(commands().begin(), commands().end(), [&](const Command& candidate) {
            return isAskedBy(candidate, arguments.words);
        });
    if (command == commands().end()) {
        return refuse("there is no command " + base::quoted(base::join(arguments.words, " ")) +
                      nearestCommand(arguments.words));
    }
    return run(*command, std::move(arguments));
}

}  // namespace toolhost::cli
