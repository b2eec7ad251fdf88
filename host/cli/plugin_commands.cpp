#include <ostream>

#include "base/text.hpp"
#include "cli/commands.hpp"
#include "loader/loader.hpp"
#include "outbound/client.hpp"

namespace toolhost::cli {

int listPlugins(Program& program) {
    const auto settings = loadSettings(program);
    if (!settings) return kFailure;
    outbound::Client outbound(settings->outbound, program.clock, program.log);
    auto service =
        servicenow::Service::create(settings->servicenow, {outbound, program.clock, program.log});
    if (!service.ok()) return fail(program, service.error());
    program.log.setLeast(base::LogLevel::Error);  // the list itself says what was loaded
    const auto loaded =
        loader::loadPlugins(settings->loader, {*service.value(), program.clock, program.log});
    if (!loaded.ok()) return fail(program, loaded.error());
    bool all_serve = true;
    for (const auto& verdict : loaded.value().verdicts) {
        all_serve = all_serve && verdict.refusal.empty();
        program.out << verdict.file << "  "
                    << (verdict.refusal.empty() ? verdict.id + ' ' + verdict.version + "  " +
                                                      base::join(verdict.tools, ", ")
                                                : "refused: " + verdict.refusal)
                    << '\n';
    }
    return all_serve ? kSuccess : kFailure;
}

}  // namespace toolhost::cli
