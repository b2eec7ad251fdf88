#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "servicenow/operations.hpp"
#include "servicenow/request_reader.hpp"

namespace toolhost::servicenow {
namespace {

/// Which choices are wanted: none, those that are offered, or also those that old records hold.
enum class Choices { None, Offered, All };

Json describe(const Choice& choice) {
    Json described = {{"value", choice.value}, {"label", choice.label}};
    if (!choice.dependent_value.empty()) described["dependent_value"] = choice.dependent_value;
    if (!choice.is_active) described["inactive"] = true;
    return described;
}

Json describe(const std::vector<Choice>& choices, Choices wanted) {
    Json described = Json::array();
    for (const Choice& choice : choices) {
        if (choice.is_active || wanted == Choices::All) described.push_back(describe(choice));
    }
    return described;
}

Json describe(const Column& column, const Vocabulary& words, Choices wanted) {
    const auto word = words.columns.find(column.name);
    const Wording wording =
        word == words.columns.end() ? Wording{column.label, {}, {}} : word->second;
    Json described = {{"name", column.name},
                      {"label", wording.label},
                      {"type", column.type},
                      {"mandatory", column.is_mandatory},
                      {"read_only", column.is_read_only},
                      {"max_length", column.length_max ? Json(*column.length_max) : Json()},
                      {"default", column.default_value},
                      {"reference", column.reference},
                      {"table", column.table},
                      {"display", column.is_display}};
    const auto addUnlessEmpty = [&described](const char* name, const std::string& value) {
        if (!value.empty()) described[name] = value;
    };
    addUnlessEmpty("hint", wording.hint);
    addUnlessEmpty("depends_on", column.depends_on);
    addUnlessEmpty("reference_qualifier", column.reference_qualifier);
    Json choices = describe(words.choicesOf(column.name), wanted);
    if (wanted != Choices::None && !choices.empty()) described["choices"] = std::move(choices);
    return described;
}

/// Describes one table: its schema in the user's words.
class Description : public std::enable_shared_from_this<Description> {
public:
    Description(Instance& instance, Caller caller, Choices choices, Then<Answer> then)
        : caller_(std::move(caller)),
          instance_(instance),
          choices_(choices),
          then_(std::move(then)) {}

    void start(const std::string& table) {
        instance_.dictionary().findSchema(
            caller_, table, [self = shared_from_this()](const Outcome<SchemaPointer>& schema) {
                self->take(schema);
            });
    }

private:
    void take(const Outcome<SchemaPointer>& schema) {
        if (!schema) return then_(schema.problem());
        schema_ = schema.value();
        if (schema_->is_absent) return then_(unknownTable());
        if (schema_->columns.empty()) return finish({});
        instance_.dictionary().findVocabulary(
            caller_,
            schema_->name,
            [self = shared_from_this()](const Outcome<VocabularyPointer>& words) {
                if (!words) return self->then_(words.problem());
                self->finish(*words.value());
            });
    }

    void finish(const Vocabulary& words) {
        Json columns = Json::array();
        for (const Column& column : schema_->columns) {
            if (column.is_active) columns.push_back(describe(column, words, choices_));
        }
        const std::string& label = words.table.label;
        Json members = {{"table", schema_->name},
                        {"label", label.empty() ? schema_->label : label},
                        {"chain", schema_->chain},
                        {"columns", std::move(columns)},
                        {"notices", noticesAbout(words)}};
        if (!words.language.empty()) members["language"] = words.language;
        then_(Answer(std::move(members)));
    }

    [[nodiscard]] std::vector<std::string> noticesAbout(const Vocabulary& words) const {
        auto notices = schema_->notices;
        if (!words.labels_withheld.empty()) {
            notices.push_back("labels are those of the dictionary, perhaps in another language: " +
                              words.labels_withheld);
        }
        if (!words.choices_withheld.empty() && choices_ != Choices::None) {
            notices.push_back("the choices could not be read: " + words.choices_withheld);
        }
        return notices;
    }

    [[nodiscard]] Problem unknownTable() const {
        return {.kind = Problem::Kind::UnknownTable,
                .message = "describe " + base::quoted(schema_->name) +
                           ": the instance shows this user no such table",
                .hint = "the tables operation finds tables by a part of their name or label"};
    }

    const Caller caller_;
    Instance& instance_;
    const Choices choices_;
    const Then<Answer> then_;
    SchemaPointer schema_;
};

}  // namespace

void describeTable(Instance& instance,
                   const Caller& caller,
                   const Json& request,
                   Then<Answer> then) {
    RequestReader reader(request);
    const std::string table = reader.table();
    const bool is_all = reader.flag("inactive_choices", false);
    const bool is_any = reader.flag("choices", false) || is_all;
    const Choices choices = is_all ? Choices::All : is_any ? Choices::Offered : Choices::None;
    if (const auto problem = reader.problem()) return then(*problem);
    std::make_shared<Description>(instance, caller, choices, std::move(then))->start(table);
}

}  // namespace toolhost::servicenow
