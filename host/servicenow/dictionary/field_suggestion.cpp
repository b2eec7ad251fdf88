#include "servicenow/dictionary/field_suggestion.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "servicenow/query/field_path.hpp"
#include "servicenow/query/operators.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kLabelBytesMax = 80;
constexpr std::size_t kLabelsMax = 20;
constexpr int kDepthMax = 16;
constexpr std::array kFieldLists = {"fields", "group_by", "avg", "sum", "min", "max"};
/// What may stand before a field in a piece of an encoded query; longer before shorter.
constexpr std::array<std::string_view, 5> kBeforeFields = {
    "ORDERBYDESC", "ORDERBY", "GROUPBY", "OR", "NQ"};

bool isPlain(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) > 127;
}

/// Whether people may call a column so: words, and no piece of a query.
bool mayBeLabel(std::string_view text) {
    constexpr std::string_view kBetweenWords = " -_/().&'";
    const auto isLetter = [](char c) { return isPlain(c) || (c >= 'A' && c <= 'Z'); };
    return !text.empty() && text.size() <= kLabelBytesMax && isLetter(text.front()) &&
           std::all_of(text.begin(), text.end(), [&](char c) {
               return isLetter(c) || kBetweenWords.find(c) != std::string_view::npos;
           });
}

/// The label as a name would write it: "Short description" becomes "short_description".
std::string asName(std::string_view label) {
    std::string name;
    for (const char c : base::toLower(label)) {
        if (isPlain(c)) {
            name += c;
        } else if (!name.empty() && name.back() != '_') {
            name += '_';
        }
    }
    if (!name.empty() && name.back() == '_') name.pop_back();
    return name;
}

std::optional<std::string> findLabelled(const TableSchema& schema,
                                        const Vocabulary* words,
                                        std::string_view label) {
    const std::string wanted = asName(label);
    if (wanted.empty()) return std::nullopt;
    if (words != nullptr) {
        for (const auto& [column, wording] : words->columns) {
            const bool is_there = schema.findColumn(column) != nullptr;
            if (is_there && asName(wording.label) == wanted) return column;
        }
    }
    for (const Column& column : schema.columns) {
        if (asName(column.label) == wanted) return column.name;
    }
    return std::nullopt;
}

std::string didYouMean(std::string_view name) {
    return " (did you mean '" + std::string(name) + "'?)";
}

/// Finds in a request what stands where fields belong and is no field's name.
class Strays {
public:
    explicit Strays(const Json& request) {
        for (const char* member : kFieldLists) {
            addFrom(memberOf(request, member));
        }
        for (const auto& [name, value] : memberOf(request, "values").items()) {
            add(name);
        }
        addFromFilter(memberOf(request, "filter"), 0);
        addFromQuery(textOf(request, "query"));
    }

    [[nodiscard]] const std::vector<std::string>& labels() const { return labels_; }

private:
    void add(std::string_view text) {
        const auto label = base::trim(text);
        const bool is_stray = mayBeLabel(label) && !isFieldPath(label);
        if (is_stray && labels_.size() < kLabelsMax) labels_.emplace_back(label);
    }

    void addFrom(const Json& list) {
        if (!list.is_array()) return;
        for (const Json& element : list) {
            if (element.is_string()) add(element.get<std::string>());
        }
    }

    void addFromFilter(const Json& node, int depth) {
        if (!node.is_object() || depth > kDepthMax) return;
        add(textOf(node, "field"));
        for (const char* join : {"all", "any"}) {
            for (const Json& child : memberOf(node, join)) {
                addFromFilter(child, depth + 1);
            }
        }
    }

    void addFromQuery(const std::string& query) {
        for (auto piece : base::split(query, '^')) {
            for (const auto word : kBeforeFields) {
                if (!piece.starts_with(word)) continue;
                piece.remove_prefix(word.size());
                break;
            }
            add(piece.substr(0, fieldEnd(piece)));
        }
    }

    /// Where the operator begins, even after a label with spaces.
    static std::size_t fieldEnd(std::string_view piece) {
        for (std::size_t i = 1; i < piece.size(); ++i) {
            if (leadingOperator(piece.substr(i)) != nullptr) return i;
        }
        return piece.size();
    }

    std::vector<std::string> labels_;
};

/// What is meant by the labels, those that are any; empty when none is.
std::string meaningOf(const std::vector<std::string>& labels,
                      const TableSchema& schema,
                      const Vocabulary* words) {
    std::string meaning;
    for (const auto& label : labels) {
        if (const auto column = findLabelled(schema, words, label)) {
            meaning += (meaning.empty() ? "" : ", ") + base::quoted(label) + " is the label of '" +
                       *column + "'";
        }
    }
    return meaning;
}

}  // namespace

std::string suggestColumn(const TableSchema& schema,
                          const Vocabulary* words,
                          std::string_view name) {
    if (const auto labelled = findLabelled(schema, words, name)) return didYouMean(*labelled);
    return base::didYouMean(name, schema.columnNames());
}

void suggestFields(Instance& instance,
                   const Caller& caller,
                   const Json& request,
                   Problem problem,
                   const std::function<void(Problem)>& then) {
    const std::string table = textOf(request, "table");
    const auto labels = Strays(request).labels();
    if (labels.empty() || !isTableName(table)) return then(std::move(problem));
    auto& dictionary = instance.dictionary();
    dictionary.findSchema(caller, table, [=, &dictionary](const Outcome<SchemaPointer>& found) {
        if (!found) return then(problem);
        const SchemaPointer& schema = found.value();
        dictionary.findVocabulary(caller, table, [=](const Outcome<VocabularyPointer>& words) {
            Problem suggesting = problem;
            const auto meaning = meaningOf(labels, *schema, words ? words.value().get() : nullptr);
            if (!meaning.empty()) suggesting.message += ": " + meaning;
            then(std::move(suggesting));
        });
    });
}

}  // namespace toolhost::servicenow
