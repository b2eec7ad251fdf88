#include "simulator/query/selection.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "simulator/query/condition.hpp"
#include "simulator/records.hpp"
#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

/// `>=2` as SQL and a number.
struct RowCount {
    std::string op;
    std::string number;
};

std::optional<RowCount> parseRowCount(std::string_view text) {
    constexpr std::array<std::string_view, 6> kComparisons{">=", "<=", "!=", "=", ">", "<"};
    for (const auto op : kComparisons) {
        if (!text.starts_with(op)) continue;
        const auto number = parseInteger(text.substr(op.size()));
        if (!number) return std::nullopt;
        return RowCount{std::string(op), std::to_string(*number)};
    }
    return std::nullopt;
}

/// Whether a term's condition reads what it does not name.
bool readsBeyondColumns(Operator op) {
    return op == Operator::RelatedList || op == Operator::TextSearch;
}

class Compiler {
public:
    Compiler(const QueryScope& scope, const Table& table, Joins& joins)
        : scope_(scope), table_(table), joins_(joins) {}

    /// The refusal, if a term cannot be evaluated.
    std::optional<Refusal> addBlocks(const std::vector<Block>& blocks) {
        std::string sql;
        for (const auto& block : blocks) {
            auto compiled = compileBlock(block);
            if (!compiled) return compiled.refusal();
            if (compiled.value().empty()) continue;
            sql += (sql.empty() ? "(" : " OR ") + compiled.value();
        }
        where_ = sql.empty() ? "1" : sql + ")";
        noteColumns();
        return std::nullopt;
    }

    void addOrder(const std::vector<Sort>& sorts) {
        for (const auto& sort : sorts) {
            const auto operand = joins_.resolve(sort.field);
            if (!operand || !isStored(*operand->column)) continue;
            order_ += joins_.displayOf(*operand).sql;
            order_ += sort.direction == Direction::Descending ? " DESC, " : ", ";
        }
    }

    /// Whether a name in the query led nowhere.
    [[nodiscard]] bool sawInvalid() const { return saw_invalid_; }

    Selection finish() && {
        const auto classes = classCondition(table_, joins_.alias());
        if (!classes.empty()) where_ = classes + " AND " + where_;
        return {std::move(where_),
                std::move(bindings_),
                std::move(columns_),
                order_ + joins_.alias() + ".\"sys_id\""};
    }

private:
    void noteColumns() {
        if (!columns_) return;
        for (const auto& operand : joins_.named()) {
            columns_->push_back(operand.column->element);
        }
    }

    Result<std::string> compileBlock(const Block& block) {
        std::string sql;
        for (const auto& group : block) {
            auto compiled = compileGroup(group);
            if (!compiled) return compiled.refusal();
            if (compiled.value().empty()) continue;
            sql += (sql.empty() ? "(" : " AND ") + compiled.value();
        }
        return sql.empty() ? sql : sql + ")";
    }

    Result<std::string> compileGroup(const Group& group) {
        std::string sql;
        for (const auto& term : group) {
            if (readsBeyondColumns(term.op)) columns_.reset();
            auto compiled = term.op == Operator::RelatedList
                                ? compileRelated(term)
                                : compileTerm(scope_, table_, term, joins_);
            if (!compiled) return compiled.refusal();
            auto& condition = compiled.value();
            if (!condition) {
                saw_invalid_ = true;
                continue;
            }
            sql += (sql.empty() ? "(" : " OR ") + condition->sql;
            for (auto& value : condition->bindings) {
                bindings_.push_back(std::move(value));
            }
        }
        return sql.empty() ? sql : sql + ")";
    }

    /// `RLQUERYtable.reference,>=1^...^ENDRLQUERY`: how many rows of that table refer to this one.
    Compiled compileRelated(const Term& term) {
        const auto dot = term.field.find('.');
        const auto* related = scope_.schema().findTable(term.field.substr(0, dot));
        const auto count = parseRowCount(term.value);
        if (related == nullptr || !count || dot == std::string::npos) return ignored();
        if (!scope_.access.mayRead(scope_.caller, *related)) return refusals::notAuthorized();
        Joins joins(scope_.schema(), *related, joins_.alias() + "_r");
        const auto reference = joins.resolve(term.field.substr(dot + 1));
        if (!reference || reference->column->kind != Kind::Reference) return ignored();
        auto selected = compile(scope_, *related, term.related.front(), joins);
        if (!selected) return selected.refusal();
        auto& selection = selected.value();
        selection.bindings.push_back(count->number);
        return compiled("(SELECT count(*) FROM " + identifier(related->root()) + " AS " +
                            joins.alias() + joins.sql() + " WHERE " + reference->sql + " = " +
                            joins_.alias() + ".\"sys_id\" AND " + selection.where + ") " +
                            count->op + " CAST(? AS INTEGER)",
                        std::move(selection.bindings));
    }

    const QueryScope& scope_;
    const Table& table_;
    Joins& joins_;
    std::string where_ = "1";
    std::string order_;
    std::vector<std::string> bindings_;
    std::optional<std::vector<std::string>> columns_{std::in_place};
    bool saw_invalid_ = false;
};

bool mayQueryBy(const QueryScope& scope, const Joins& joins) {
    const auto& named = joins.named();
    return std::all_of(named.begin(), named.end(), [&](const Operand& operand) {
        return scope.access.mayReadColumn(scope.caller, *operand.column);
    });
}

}  // namespace

Result<Selection> compile(const QueryScope& scope,
                          const Table& table,
                          const EncodedQuery& query,
                          Joins& joins) {
    Compiler compiler(scope, table, joins);
    if (auto refusal = compiler.addBlocks(query.blocks)) return std::move(*refusal);
    compiler.addOrder(query.sorts);
    if (!mayQueryBy(scope, joins)) return refusals::forbiddenQuery();
    if (joins.areTooMany()) return tooManyReferences();
    const bool invalid = compiler.sawInvalid() || !query.invalid.empty();
    auto selection = std::move(compiler).finish();
    if (invalid && scope.properties.isTrue(properties::kInvalidQueryReturnsNoRows)) {
        selection.where = "0";
        selection.columns.emplace();
        selection.bindings.clear();
    }
    return selection;
}

}  // namespace toolhost::sim
