#include "servicenow/query/choice_check.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "servicenow/query/script_policy.hpp"

namespace toolhost::servicenow {
namespace {

/// Whether people call the choice so: "1 - Critical" is "Critical" too.
bool isCalled(const Choice& choice, std::string_view text) {
    constexpr std::string_view kAfterNumber = " - ";
    const std::string_view label = choice.label;
    const auto dash = label.find(kAfterNumber);
    return base::equalsIgnoringCase(label, text) ||
           (dash != std::string_view::npos &&
            base::equalsIgnoringCase(label.substr(dash + kAfterNumber.size()), text));
}

/// The stored values with that label, "1 or 3"; empty when it is a value itself, or nothing.
std::string valuesLabelled(std::string_view label, const std::vector<Choice>& choices) {
    std::vector<std::string> values;
    for (const Choice& choice : choices) {
        if (base::equalsIgnoringCase(choice.value, label)) return {};
        const bool is_new = std::find(values.begin(), values.end(), choice.value) == values.end();
        if (is_new && isCalled(choice, label)) values.push_back(choice.value);
    }
    return base::join(values, " or ");
}

}  // namespace

bool mayNameLabels(const Condition& condition, const Column& column) {
    const auto form = condition.op->form;
    return column.is_choice && (form == OperandForm::Anything || form == OperandForm::List);
}

std::string valuesMeant(const Condition& condition, const std::vector<Choice>& choices) {
    std::vector<std::string> meant;
    for (const auto value : valuesOf(condition.operand)) {
        if (value.empty() || runsAScript(value)) continue;
        const std::string values = valuesLabelled(value, choices);
        if (!values.empty()) meant.push_back(base::quoted(value) + " is the label of " + values);
    }
    return base::join(meant, ", ");
}

}  // namespace toolhost::servicenow
