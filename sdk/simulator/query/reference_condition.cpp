#include "simulator/query/reference_condition.hpp"

#include "simulator/database.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

constexpr std::string_view kDynamicFilters = "sys_filter_option_dynamic";

Condition among(const std::string& sql, std::vector<std::string> ids) {
    std::string marks;
    for (std::size_t n = 0; n < ids.size(); ++n) {
        marks += n == 0 ? "?" : ", ?";
    }
    return {sql + " IN (" + marks + ")", std::move(ids)};
}

std::vector<std::string> idsIn(std::string_view text, char separator) {
    std::vector<std::string> ids;
    for (const auto id : split(text, separator)) {
        if (!trim(id).empty()) ids.emplace_back(trim(id));
    }
    return ids;
}

/// What the script of a dynamic filter option gives; nothing when there is no such option.
Result<std::optional<std::vector<std::string>>> dynamicIds(const QueryScope& scope,
                                                           std::string_view option_id) {
    using Ids = std::optional<std::vector<std::string>>;
    const auto* table = scope.schema().findTable(kDynamicFilters);
    const auto option = table == nullptr ? std::nullopt : scope.records.find(*table, option_id);
    if (!option) return Ids();
    const auto evaluated = evaluateScript(option->get("script"), scope.script());
    if (!evaluated) return evaluated.refusal();
    return Ids(idsIn(evaluated.value(), ','));
}

Compiled dynamic(const QueryScope& scope, const Operand& operand, std::string_view option_id) {
    auto ids = dynamicIds(scope, option_id);
    if (!ids) return ids.refusal();
    if (!ids.value()) return ignored();
    return std::optional<Condition>(among(operand.sql, std::move(*ids.value())));
}

/// The records named and everything below them, by `parent` of the table referred to.
Compiled inHierarchy(const QueryScope& scope,
                     const Operand& operand,
                     std::vector<std::string> roots) {
    const auto* target = scope.schema().findTable(operand.column->reference);
    if (target == nullptr || roots.empty()) return ignored();
    if (scope.schema().findColumn(target->name, "parent") == nullptr) return ignored();
    std::string seeds;
    for (std::size_t n = 0; n < roots.size(); ++n) {
        seeds += n == 0 ? "(?)" : ", (?)";
    }
    const auto table = identifier(target->root());
    return compiled(operand.sql + " IN (WITH RECURSIVE below(id) AS (VALUES " + seeds +
                        " UNION SELECT c.\"sys_id\" FROM " + table +
                        " AS c JOIN below ON c.\"parent\" = below.id) SELECT id FROM below)",
                    std::move(roots));
}

/// Several records are written with %40 between, which a URL's decoding turns into @.
std::vector<std::string> hierarchyRoots(std::string_view value) {
    auto roots = idsIn(value, '@');
    if (roots.size() != 1) return roots;
    std::string text = roots.front();
    for (auto at = text.find("%40"); at != std::string::npos; at = text.find("%40", at)) {
        text.replace(at, 3, "@");
    }
    return idsIn(text, '@');
}

}  // namespace

bool isReferenceOperator(Operator op) {
    return op == Operator::Dynamic || op == Operator::InHierarchy ||
           op == Operator::InHierarchyDynamic;
}

Compiled compileReference(const QueryScope& scope, const Operand& operand, const Term& term) {
    if (operand.column->reference.empty()) return ignored();
    if (term.op == Operator::Dynamic) return dynamic(scope, operand, term.value);
    if (term.op == Operator::InHierarchy) {
        return inHierarchy(scope, operand, hierarchyRoots(term.value));
    }
    auto roots = dynamicIds(scope, term.value);
    if (!roots) return roots.refusal();
    if (!roots.value()) return ignored();
    return inHierarchy(scope, operand, std::move(*roots.value()));
}

}  // namespace toolhost::sim
