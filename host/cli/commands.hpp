#pragma once

#include <string>
#include <vector>

#include "cli/arguments.hpp"
#include "cli/program.hpp"
#include "cli/signals.hpp"

namespace toolhost::cli {

// Each does one command of the program and gives its exit code.

int serve(Program& program, Signals& signals);
int serveStdio(Program& program, Signals& signals);
int checkConfig(Program& program);
int printConfig(Program& program);
int addClient(Program& program);
int listClients(Program& program);
int revokeClient(Program& program);
int issueRegistrationToken(Program& program);
int addUser(Program& program);
int listUsers(Program& program);
int setPassword(Program& program);
int removeUser(Program& program);
int issueToken(Program& program);
int verifyAudit(Program& program);
int searchAudit(Program& program);
int listPlugins(Program& program);
int approvePlugin(Program& program);
int reloadPlugins(Program& program);
int rollBackPlugin(Program& program);
int inspectPlugin(Program& program);
int signPlugin(Program& program);
int verifyPlugin(Program& program);
int makePluginKey(Program& program);
int checkPlugin(Program& program);
int callPlugin(Program& program, Signals& signals);
int checkServicenow(Program& program);
int setUpServicenow(Program& program);

/// Finds the command that the given arguments name and runs it.
int runCommand(const std::vector<std::string>& given);

}  // namespace toolhost::cli
