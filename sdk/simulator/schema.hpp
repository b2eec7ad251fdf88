#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace toolhost::sim {

/// How a column's values are stored, compared and shown; follows from its internal type.
enum class Kind {
    Text,
    Integer,
    Decimal,
    Boolean,
    DateTime,
    Date,
    Reference,
    List,
    Journal,
    Password
};

struct Choice {
    std::string value;
    std::string label;
    std::string dependent_value;  ///< value of the column it depends on, or empty
};

struct Column {
    std::string table;  ///< the table that declares it
    std::string element;
    std::string label;
    std::string type;  ///< internal_type of sys_dictionary
    Kind kind = Kind::Text;
    int max_length = 40;
    std::string reference;                 ///< table referred to, or empty
    std::string reference_key = "sys_id";  ///< column of that table that the value names
    std::string default_value;
    std::string dependent;
    int choice = 0;  ///< 0 none, 1 dropdown with none, 2 suggestion, 3 dropdown without none
    bool mandatory = false;
    bool read_only = false;
    bool display = false;
    bool unique = false;
    bool indexed = false;
    bool text_index = false;
    std::vector<std::string> read_roles;   ///< who may read it; empty: who may read the row
    std::vector<std::string> write_roles;  ///< who may write it; empty: who may write the row
};

/// Rows that only some may see: those whose `element` has one of the values.
struct RowRule {
    std::string element;
    std::vector<std::string> values;
    std::vector<std::string> roles;
};

/// Fields that must not be empty while `element` has one of the values.
struct DataPolicy {
    std::string element;
    std::vector<std::string> values;
    std::vector<std::pair<std::string, std::string>> mandatory;  ///< elements and their labels
};

/// How the rows of a staging table become records of another.
struct Transform {
    std::string name;
    std::string target;
    std::string coalesce;  ///< column of the target that tells records apart; empty: always insert
    std::vector<std::pair<std::string, std::string>> fields;  ///< from staging to target
};

/// Who may do what to a table: role names; "*" is everybody who is signed in.
struct TableAccess {
    std::vector<std::string> read;
    std::vector<std::string> create;
    std::vector<std::string> write;
    std::vector<std::string> remove;
    std::vector<std::string> own;  ///< columns whose user may see and change the row without a role
    std::vector<std::string> own_write;  ///< what such a user may change; empty: everything
    std::vector<RowRule> restricted;
};

struct Table {
    std::string name;
    std::string label;
    std::string plural;
    std::string extends;        ///< parent table, or empty
    std::string number_prefix;  ///< "INC", or empty
    bool extendable = false;
    bool audited = false;
    bool generated = false;  ///< made from the schema file; cannot be written
    TableAccess access;
    std::vector<DataPolicy> data_policies;
    std::optional<Transform> transform;                               ///< of a staging table
    std::vector<Column> columns;                                      ///< its own columns only
    std::map<std::string, std::vector<Choice>, std::less<>> choices;  ///< by element
    std::vector<std::vector<std::string>> indices;  ///< columns that queries name together
    std::map<std::string, std::string, std::less<>> overrides;  ///< default by element

    std::vector<std::string> chain;                         ///< itself, its parent, ... its root
    std::vector<std::string> descendants;                   ///< itself and everything below it
    std::map<std::string_view, const Column*> effective;    ///< own and inherited, by element
    std::map<std::string_view, std::string_view> defaults;  ///< of those that have one
    const Column* display = nullptr;

    [[nodiscard]] const std::string& root() const { return chain.back(); }
    [[nodiscard]] bool isAlone() const { return chain.size() == 1 && !extendable; }
};

/// The tables of the instance: what the schema file says, with inheritance worked out.
/// Immutable once read, so any thread may use it.
class Schema {
public:
    /// Reads a schema file's text. Throws std::runtime_error naming the table and the fault.
    static Schema parse(std::string_view json);

    Schema(Schema&&) = default;
    Schema& operator=(Schema&&) = default;
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;
    ~Schema() = default;

    [[nodiscard]] const Table* findTable(std::string_view name) const;
    /// A table that is known to exist.
    [[nodiscard]] const Table& table(std::string_view name) const;
    /// An own or inherited column.
    [[nodiscard]] const Column* findColumn(std::string_view table, std::string_view element) const;
    /// The nearest choices of a column up the inheritance chain; null when it has none.
    [[nodiscard]] const std::vector<Choice>* findChoices(const Table& table,
                                                         std::string_view element) const;
    /// Whether `table` is `ancestor` or extends it.
    [[nodiscard]] bool isA(const Table& table, std::string_view ancestor) const;
    [[nodiscard]] const std::map<std::string, Table, std::less<>>& tables() const {
        return tables_;
    }

private:
    Schema() = default;

    void resolve();
    void resolveTable(Table& table);
    void inheritColumns(Table& table);
    void inheritDefaults(Table& table);
    void inheritRules(Table& table);
    void checkDisplay(const Table& table) const;

    std::map<std::string, Table, std::less<>> tables_;
};

}  // namespace toolhost::sim
