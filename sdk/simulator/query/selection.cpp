#include "simulator/query/selection.hpp"

#include <utility>

#include "simulator/query/condition.hpp"
#include "simulator/records.hpp"

namespace toolhost::sim {

namespace {

class Compiler {
public:
    Compiler(const Schema& schema, const Table& table, Joins& joins)
        : schema_(schema), table_(table), joins_(joins) {}

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

    [[nodiscard]] bool sawInvalid() const { return saw_invalid_; }

    Selection finish() && {
        const auto classes = classCondition(table_, "t");
        if (!classes.empty()) where_ = classes + " AND " + where_;
        return {std::move(where_), std::move(bindings_), order_ + "t.\"sys_id\""};
    }

private:
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
            auto compiled = compileTerm(schema_, table_, term, joins_);
            if (!compiled) return compiled.refusal();
            auto& condition = compiled.value();
            if (!condition) {
                saw_invalid_ = true;
                continue;
            }
            sql += (sql.empty() ? "(" : " OR ") + condition->sql;
            for (auto& value : condition->bindings)
                bindings_.push_back(std::move(value));
        }
        return sql.empty() ? sql : sql + ")";
    }

    const Schema& schema_;
    const Table& table_;
    Joins& joins_;
    std::string where_ = "1";
    std::string order_;
    std::vector<std::string> bindings_;
    bool saw_invalid_ = false;
};

}  // namespace

Result<Selection> compile(const Schema& schema,
                          const Table& table,
                          const EncodedQuery& query,
                          InvalidTerms invalid_terms,
                          Joins& joins) {
    Compiler compiler(schema, table, joins);
    if (auto refusal = compiler.addBlocks(query.blocks)) return std::move(*refusal);
    compiler.addOrder(query.sorts);
    const bool invalid = compiler.sawInvalid() || !query.invalid.empty();
    auto selection = std::move(compiler).finish();
    if (invalid && invalid_terms == InvalidTerms::MatchNothing) selection.where = "0";
    if (selection.where == "0") selection.bindings.clear();
    return selection;
}

}  // namespace toolhost::sim
