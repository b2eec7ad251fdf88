#include "servicenow/exchange/gate.hpp"

#include <optional>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

/// Remembers what the gate gave, by name.
struct Visitors {
    std::vector<std::string> order;
    std::map<std::string, std::optional<Gate::Pass>> passes;
    std::map<std::string, Problem> problems;

    Then<Gate::Pass> visitor(const std::string& name) {
        return [this, name](Outcome<Gate::Pass> pass) {
            order.push_back(name);
            if (pass) {
                passes[name] = std::move(pass).value();
            } else {
                problems.emplace(name, pass.problem());
            }
        };
    }
    void leave(const std::string& name) { passes[name].reset(); }
};

TEST(Gate, TurnsAwayWhoeverWouldWaitBehindTooMany) {
    Gate gate(1, 1);
    Visitors visitors;
    for (const char* name : {"in", "waits", "too many"})
        gate.enter({}, visitors.visitor(name));
    EXPECT_EQ(visitors.order, (std::vector<std::string>{"in", "too many"}));
    EXPECT_EQ(visitors.problems.at("too many").kind, Problem::Kind::Unavailable);
    visitors.leave("in");
    visitors.leave("waits");
}

TEST(Gate, LetsSoManyInAndTheRestInOrder) {
    Gate gate(2, 10);
    Visitors visitors;
    for (const char* name : {"a", "b", "c", "d"})
        gate.enter({}, visitors.visitor(name));
    EXPECT_EQ(visitors.order, (std::vector<std::string>{"a", "b"}));
    visitors.leave("b");
    EXPECT_EQ(visitors.order.back(), "c");
    visitors.passes["a"]->giveBack();
    visitors.leave("a");  // gives nothing back a second time
    EXPECT_EQ(visitors.order, (std::vector<std::string>{"a", "b", "c", "d"}));
    visitors.leave("c");
    visitors.leave("d");
    gate.enter({}, visitors.visitor("e"));
    gate.enter({}, visitors.visitor("f"));
    EXPECT_EQ(visitors.order.size(), 6U);
    visitors.passes.clear();
}

TEST(Gate, LetsTheCancelledLeaveTheQueue) {
    Gate gate(1, 10);
    Visitors visitors;
    std::stop_source stop;
    gate.enter({}, visitors.visitor("in"));
    gate.enter(stop.get_token(), visitors.visitor("cancelled"));
    gate.enter({}, visitors.visitor("next"));
    stop.request_stop();
    EXPECT_EQ(visitors.problems.at("cancelled").kind, Problem::Kind::Cancelled);
    visitors.leave("in");
    EXPECT_EQ(visitors.order, (std::vector<std::string>{"in", "cancelled", "next"}));
    visitors.passes.clear();
}

TEST(Gate, KeepsNobodyWaitingWhoWasCancelledBefore) {
    Gate gate(1, 10);
    Visitors visitors;
    std::stop_source stop;
    stop.request_stop();
    gate.enter({}, visitors.visitor("in"));
    gate.enter(stop.get_token(), visitors.visitor("cancelled"));
    EXPECT_EQ(visitors.order, (std::vector<std::string>{"in", "cancelled"}));
    visitors.passes.clear();
}

}  // namespace
}  // namespace toolhost::servicenow
