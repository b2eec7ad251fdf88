#include "tasks/work.hpp"

#include "tasks/principal_text.hpp"

namespace toolhost::tasks {

Work workOf(const calls::Order& order) {
    return {.tool = order.callable->target().name,
            .arguments = order.arguments,
            .particulars = order.particulars,
            .principal = textOf(*order.principal)};
}

base::Result<calls::Order> orderFor(const Work& work,
                                    const std::shared_ptr<const identity::Principal>& caller,
                                    const tools::Catalogue& catalogue) {
    auto tool = catalogue.tools().find(work.tool);
    if (!tool) return base::Error{"tool " + work.tool + " is not offered any more"};
    if (const auto violations = tool->definition().input.checkText(work.arguments);
        !violations.empty()) {
        return base::Error{"tool " + work.tool + " is another now and wants other arguments: " +
                           schema::describe(violations)};
    }
    return calls::Order{.callable = tool,
                        .principal = caller,
                        .arguments = work.arguments,
                        .caller_left = {},
                        .particulars = work.particulars};
}

bool mayRunTwice(const tools::Definition& definition) {
    return definition.is_read_only || definition.is_idempotent;
}

}  // namespace toolhost::tasks
