#include "simulator/write/data_policy.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

void addComplaints(const DataPolicy& policy,
                   const Record& record,
                   std::vector<std::string>& complaints) {
    const auto& values = policy.values;
    const auto& value = record.get(policy.element);
    if (std::find(values.begin(), values.end(), value) == values.end()) return;
    for (const auto& [element, label] : policy.mandatory) {
        if (record.get(element).empty()) complaints.push_back(label + " is mandatory");
    }
}

}  // namespace

std::optional<Refusal> checkDataPolicies(const Schema& schema, const Record& record) {
    std::vector<std::string> complaints;
    for (const auto& name : record.table->chain) {
        for (const auto& policy : schema.table(name).data_policies) {
            addComplaints(policy, record, complaints);
        }
    }
    if (complaints.empty()) return std::nullopt;
    return refusals::dataPolicy(join(complaints, ", "));
}

}  // namespace toolhost::sim
