#include "servicenow/setup/apply.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace toolhost::servicenow {
namespace {

using Result = Step::Result;

/// Texts that are the same to an instance: it trims them and has its own line ends. Where the lines
/// end is not all the same: a certificate in one line is none.
bool isSame(std::string_view one, std::string_view other) {
    const auto plain = [](std::string_view text) {
        std::string kept(text);
        std::erase(kept, '\r');
        const auto last = kept.find_last_not_of(" \n");
        kept.erase(last == std::string::npos ? 0 : last + 1);
        return kept.erase(0, kept.find_first_not_of(" \n"));
    };
    return plain(one) == plain(other);
}

/// The doing of one plan.
class Setup {
public:
    explicit Setup(Conversation& admin) : admin_(admin) {}

    Step apply(const PlannedRecord& record) {
        Step step{.name = record.name};
        const Json values = valuesOf(record);
        auto found = admin_.rows(record.table, record.match, fieldsOf(values), 2);
        if (!found) return failed(step, found.problem());
        if (!found.value().is_array()) {
            return failed(step, {.message = record.table + ": the answer is no list of records"});
        }
        if (found.value().size() > 1) {
            return failed(
                step,
                {.message = "several records of " + record.table + " match " + record.match,
                 .hint = "remove all but the one that is meant, then run this again"});
        }
        if (found.value().empty()) return make(step, record, values);
        return adjust(step, record, values, found.value().front());
    }

private:
    [[nodiscard]] Json valuesOf(const PlannedRecord& record) const {
        Json values = Json::object();
        for (const auto& [field, value] : record.values) {
            values[field] = value;
        }
        for (const auto& [field, name] : record.references) {
            values[field] = sys_ids_.at(name);
        }
        return values;
    }

    static std::string fieldsOf(const Json& values) {
        std::vector<std::string> fields = {"sys_id"};
        for (const auto& [field, value] : values.items()) {
            fields.push_back(field);
        }
        return base::join(fields, ",");
    }

    Step make(Step step, const PlannedRecord& record, const Json& values) {
        if (record.is_given) {
            return failed(step,
                          {.message = "the instance has no " + record.name,
                           .hint = "activate the plugin that brings it, or use another user"});
        }
        return write(std::move(step), record, {"POST", "", values}, Result::Made);
    }

    Step adjust(Step step, const PlannedRecord& record, const Json& values, const Json& found) {
        sys_ids_[record.name] = textOf(found, "sys_id");
        Json changes = Json::object();
        for (const auto& [field, value] : values.items()) {
            if (!isSame(textOf(found, field), value.get<std::string>())) changes[field] = value;
        }
        if (changes.empty()) {
            step.result = Result::WasThere;
            return step;
        }
        for (const auto& [field, value] : changes.items()) {
            step.words += (step.words.empty() ? "" : ", ") + field;
        }
        return write(std::move(step),
                     record,
                     {"PATCH", "/" + textOf(found, "sys_id"), changes},
                     Result::Changed);
    }

    /// The fields that the instance was given and has nothing in now. It says no word of that: a
    /// field the user may not write is passed over. (What it holds in another form is kept.)
    static std::vector<std::string> droppedOf(const Json& given, const Json& held) {
        std::vector<std::string> fields;
        for (const auto& [field, value] : given.items()) {
            const bool is_empty = !memberOf(held, field).is_object() && textOf(held, field).empty();
            if (is_empty && !value.get<std::string>().empty()) fields.push_back(field);
        }
        return fields;
    }

    struct Change {
        const char* method;
        std::string path;
        const Json& values;
    };

    Step write(Step step, const PlannedRecord& record, const Change& change, Result result) {
        auto reply = admin_.ask({.attempted = "write " + record.name,
                                 .method = change.method,
                                 .path = "/api/now/table/" + record.table + change.path,
                                 .body = writeJson(change.values)});
        if (!reply) return failed(step, reply.problem());
        sys_ids_[record.name] = textOf(reply.value().result, "sys_id");
        const auto dropped = droppedOf(change.values, reply.value().result);
        if (!dropped.empty()) {
            return failed(
                step,
                {.message =
                     "the instance took " + record.name + " without " + base::join(dropped, ", "),
                 .hint = "let this administrator write these fields, then run the set-up again"});
        }
        step.result = result;
        return step;
    }

    static Step failed(Step step, const Problem& problem) {
        step.result = Result::Failed;
        step.words = problem.message;
        if (!problem.detail.empty()) step.words += ": " + problem.detail;
        if (!problem.hint.empty()) step.words += "; " + problem.hint;
        return step;
    }

    Conversation& admin_;
    std::map<std::string, std::string> sys_ids_;  // by the record's name
};

}  // namespace

std::vector<Step> applyPlan(Conversation& admin, const std::vector<PlannedRecord>& plan) {
    Setup setup(admin);
    std::vector<Step> steps;
    bool goes_on = true;
    for (const auto& record : plan) {
        steps.push_back(goes_on ? setup.apply(record) : Step{.name = record.name});
        goes_on = goes_on && steps.back().result != Result::Failed;
    }
    return steps;
}

}  // namespace toolhost::servicenow
