#pragma once

#include <memory>
#include <string>

#include "base/result.hpp"
#include "calls/runner.hpp"
#include "tools/callable.hpp"
#include "tools/catalogue.hpp"

namespace toolhost::tasks {

/// What a task runs, as it is kept: enough to run it again in another process.
struct Work {
    /// The tool's name as clients use it.
    std::string tool;
    /// JSON object text that conformed to the tool's schema.
    std::string arguments;
    tools::Particulars particulars;
    /// Who called (principal_text.hpp).
    std::string principal;
};

Work workOf(const calls::Order& order);

/// The order to run that work for the caller as the tool is offered now. The error says why it
/// cannot be: the tool is gone or wants other arguments.
base::Result<calls::Order> orderFor(const Work& work,
                                    const std::shared_ptr<const identity::Principal>& caller,
                                    const tools::Catalogue& catalogue);

/// Whether running the tool a second time does no more than running it once.
[[nodiscard]] bool mayRunTwice(const tools::Definition& definition);

}  // namespace toolhost::tasks
