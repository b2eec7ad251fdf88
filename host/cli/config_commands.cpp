#include <ostream>

#include "cli/commands.hpp"
#include "config/print.hpp"

namespace toolhost::cli {

int checkConfig(Program& program) {
    if (!loadSettings(program)) return kFailure;
    program.out << "the configuration is good\n";
    return kSuccess;
}

int printConfig(Program& program) {
    if (program.arguments.has("reference")) {
        program.out << config::printReference();
        return kSuccess;
    }
    const auto loaded = config::load(program.sources);
    program.out << config::printEffective(loaded);
    sayProblems(program, loaded);
    return loaded.problems.empty() ? kSuccess : kFailure;
}

}  // namespace toolhost::cli
