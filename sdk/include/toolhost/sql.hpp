#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// The plugin's own SQLite database, which the host keeps. Values are bound, never written into the
/// SQL: null, booleans, numbers, texts, and {"base64": …} for bytes. Functions wait for the host
/// and throw ServiceError; of kind "constraint" when a rule of the tables refuses. Thread-safe.
class Sql {
public:
    struct Rows {
        std::vector<std::string> columns;
        /// A list of values for each row.
        std::vector<nlohmann::json> rows;
        /// Rows that were inserted, updated or deleted.
        std::int64_t changes = 0;
        /// Whether there were more rows than an answer takes.
        bool is_cut = false;
    };

    explicit Sql(Asking asking) : asking_(std::move(asking)) {}

    /// Runs one statement.
    Rows run(std::string_view sql,
             const nlohmann::json& parameters = nlohmann::json::array()) const {
        return rowsOf(asking_
                          .wait(TOOLHOST_SQL_SERVICE,
                                {{"op", "run"}, {"sql", sql}, {"parameters", parameters}})
                          .json);
    }

    /// Runs all statements {sql, parameters} or none.
    std::vector<Rows> transact(const nlohmann::json& statements) const {
        const Reply reply =
            asking_.wait(TOOLHOST_SQL_SERVICE, {{"op", "transaction"}, {"statements", statements}});
        std::vector<Rows> all;
        for (const auto& result : reply.json.value("results", nlohmann::json::array())) {
            all.push_back(rowsOf(result));
        }
        return all;
    }

    /// What the plugin last set it to, 0 at first: how far its own tables have come.
    std::int64_t userVersion() const {
        return run("PRAGMA user_version").rows.at(0).at(0).get<std::int64_t>();
    }

private:
    static Rows rowsOf(const nlohmann::json& json) {
        return {json.value("columns", std::vector<std::string>()),
                json.value("rows", std::vector<nlohmann::json>()),
                json.value("changes", std::int64_t{0}),
                json.value("is_cut", false)};
    }

    Asking asking_;
};

}  // namespace toolhost::sdk
