#include "servicenow/query/query_filter.hpp"

#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/text.hpp"
#include "servicenow/query/field_path.hpp"
#include "servicenow/query/filter_value.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {
namespace {

constexpr int kDepthMax = 8;

using Blocks = std::vector<TermBlock>;

std::size_t termsOf(const Blocks& blocks) {
    std::size_t terms = 0;
    for (const auto& block : blocks) {
        for (const auto& group : block) {
            terms += group.size();
        }
    }
    return terms;
}

base::Error tooMany() {
    return {"the filter has more than " + std::to_string(kQueryTermsMax) +
            " conditions once written out; use in with a list, or ask in parts"};
}

/// The first member that is none of these; absent when there is none.
std::optional<std::string> strangerIn(const Json& object, const std::vector<std::string>& known) {
    for (const auto& [name, value] : object.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            return "has an unknown member " + base::quoted(name) + base::didYouMean(name, known);
        }
    }
    return std::nullopt;
}

/// Whether ServiceNow would read the condition as it is meant: a value that starts like the rest of
/// a longer operator changes it ('<' and "=5").
bool readsBack(const Condition& condition) {
    const auto again = parseCondition(textOf(condition));
    return again.ok() && again.value() == condition;
}

base::Result<Condition> readCondition(const Json& node) {
    const std::string field = textOf(node, "field");
    const std::string said = node.contains("operator") ? textOf(node, "operator") : "=";
    if (!isFieldPath(field)) {
        return base::Error{"the filter's condition " + writeJson(node) +
                           " needs field: a field's name, such as caller_id.name"};
    }
    const auto refuse = [&](const std::string& why) {
        return base::Error{"the filter's condition on " + base::quoted(field) + ": " + why};
    };
    if (const auto stranger = strangerIn(node, {"field", "operator", "value"})) {
        return refuse("it " + *stranger);
    }
    const Operator* op = findOperator(said);
    if (op == nullptr) {
        return refuse("operator " + base::quoted(said) + " is none of " +
                      base::join(operatorWords(), ", ") + base::didYouMean(said, operatorWords()));
    }
    auto operand = readFilterValue(*op, memberOf(node, "value"));
    if (!operand) return refuse(operand.error().what);
    Condition condition{field, op, std::move(operand).value()};
    const std::string text = textOf(condition.operand);
    if (text.find('^') != std::string::npos) {
        return refuse(
            "the value cannot hold '^', which ServiceNow reads as the end of the "
            "condition; look for the text around it with contains");
    }
    if (!readsBack(condition)) {
        return refuse("ServiceNow would take the beginning of the value " + base::quoted(text) +
                      " for a part of the operator");
    }
    return condition;
}

/// A list of conditions, each perhaps {"any": [conditions]}.
base::Result<std::vector<std::vector<Condition>>> readFlatGroups(const Json& list) {
    std::vector<std::vector<Condition>> groups;
    if (!list.is_null() && !list.is_array()) return base::Error{"all must be a list of conditions"};
    for (const Json& element : list) {
        const Json& alternatives = memberOf(element, "any");
        auto& group = groups.emplace_back();
        for (const Json& each : alternatives.is_array() ? alternatives : Json::array({element})) {
            auto condition = readCondition(each);
            if (!condition) return condition.error();
            group.push_back(std::move(condition).value());
        }
        if (group.empty()) return base::Error{"any needs at least one condition"};
    }
    return groups;
}

base::Result<Blocks> readRelated(const Json& related) {
    const auto refuse = [](const std::string& why) {
        return base::Error{"the filter's related list " + why};
    };
    if (!related.is_object()) return refuse("must be an object");
    if (const auto stranger = strangerIn(related, {"table", "field", "operator", "count", "all"})) {
        return refuse(*stranger);
    }
    const Json& count = memberOf(related, "count");
    const std::string comparison =
        related.contains("operator") ? textOf(related, "operator") : ">=";
    auto list =
        parseRelatedList("RLQUERY" + textOf(related, "table") + '.' + textOf(related, "field") +
                         ',' + comparison + (count.is_null() ? "1" : count.dump()));
    if (!list) {
        return refuse(
            "needs table, the field of that table that leads here, and perhaps operator and count, "
            "such as {\"table\": \"task_sla\", \"field\": \"task\", \"operator\": \">=\", "
            "\"count\": 1}");
    }
    auto conditions = readFlatGroups(memberOf(related, "all"));
    if (!conditions) return refuse(": " + conditions.error().what);
    list.value().conditions = std::move(conditions).value();
    return Blocks{{{Term(std::move(list).value())}}};
}

base::Result<Blocks> read(const Json& node, int depth);

/// Every block of the one with every block of the other.
base::Result<Blocks> combine(const Blocks& ones, const Blocks& others) {
    Blocks product;
    for (const auto& one : ones) {
        for (const auto& other : others) {
            auto& both = product.emplace_back(one);
            both.insert(both.end(), other.begin(), other.end());
            if (product.size() > kQueryTermsMax) return tooMany();
        }
    }
    if (termsOf(product) > kQueryTermsMax) return tooMany();
    return product;
}

/// Every combination of one block of each.
base::Result<Blocks> readAll(const Json& children, int depth) {
    base::Result<Blocks> product = Blocks(1);
    for (const Json& child : children) {
        const auto factors = read(child, depth);
        if (!factors) return factors.error();
        product = combine(product.value(), factors.value());
        if (!product) return product;
    }
    return product;
}

/// Blocks joined by OR, in as few as they can be: those that are one group are one together.
class Alternatives {
public:
    void add(TermBlock block) {
        if (block.size() != 1) return blocks_.push_back(std::move(block));
        auto& only = block.front();
        std::move(only.begin(), only.end(), std::back_inserter(group_));
    }

    Blocks take() && {
        if (!group_.empty()) blocks_.insert(blocks_.begin(), TermBlock{std::move(group_)});
        return std::move(blocks_);
    }

private:
    TermGroup group_;
    Blocks blocks_;
};

/// One group when every child is a single condition or group, else as many blocks as needed.
base::Result<Blocks> readAny(const Json& children, int depth) {
    Alternatives alternatives;
    for (const Json& child : children) {
        auto blocks = read(child, depth);
        if (!blocks) return blocks.error();
        for (auto& block : blocks.value()) {
            alternatives.add(std::move(block));
        }
    }
    Blocks sum = std::move(alternatives).take();
    if (termsOf(sum) > kQueryTermsMax) return tooMany();
    return sum;
}

base::Result<Blocks> readJoined(const Json& node, const std::string& join, int depth) {
    const Json& children = node.at(join);
    if (node.size() != 1) {
        return base::Error{"the filter has members beside " + base::quoted(join) +
                           "; put them into its list"};
    }
    if (!children.is_array() || children.empty()) {
        return base::Error{"the filter's " + base::quoted(join) +
                           " must be a list with at least one condition"};
    }
    return join == "all" ? readAll(children, depth) : readAny(children, depth);
}

base::Result<Blocks> read(const Json& node, int depth) {
    if (!node.is_object()) {
        return base::Error{
            "the filter must be {\"all\": […]}, {\"any\": […]} or {\"field\", \"operator\", "
            "\"value\"}, not " +
            writeJson(node)};
    }
    if (depth > kDepthMax) {
        return base::Error{"the filter nests deeper than " + std::to_string(kDepthMax) + " levels"};
    }
    for (const std::string join : {"all", "any"}) {
        if (node.contains(join)) return readJoined(node, join, depth + 1);
    }
    if (node.contains("related")) return readRelated(node.at("related"));
    auto condition = readCondition(node);
    if (!condition) return condition.error();
    return Blocks{{{Term(std::move(condition).value())}}};
}

}  // namespace

base::Result<EncodedQuery> compileFilter(const Json& filter) {
    auto blocks = read(filter, 0);
    if (!blocks) return blocks.error();
    return EncodedQuery(std::move(blocks).value());
}

}  // namespace toolhost::servicenow
