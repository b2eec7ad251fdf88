#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "base/text.hpp"

#include "fake_instance.hpp"

namespace toolhost::servicenow {

/// Tables of a scripted instance that keep what is written: queries are `field=value` joined by ^.
class FakeTables {
public:
    /// `instance` outlives the tables' last request.
    explicit FakeTables(FakeInstance& instance) : instance_(instance) {}

    void add(const std::string& table) {
        instance_.on(path(table), [this, table](const tests::SeenRequest& seen) {
            return seen.method == "POST" ? create(table, nlohmann::json::parse(seen.body))
                                         : find(table, seen.parameter("sysparm_query"));
        });
    }

    /// Puts a row there; its sys_id.
    std::string put(const std::string& table, nlohmann::json row) {
        std::string sys_id;
        {
            const std::lock_guard lock(mutex_);
            sys_id = "id" + std::to_string(++last_id_);
            row["sys_id"] = sys_id;
            rows_[table].push_back(row);
        }
        instance_.on(path(table) + "/" + sys_id, [this, table, sys_id](const auto& seen) {
            return change(table, sys_id, nlohmann::json::parse(seen.body));
        });
        return sys_id;
    }

    [[nodiscard]] nlohmann::json rows(const std::string& table) {
        const std::lock_guard lock(mutex_);
        return rows_[table];
    }

private:
    static std::string path(const std::string& table) { return "/api/now/table/" + table; }

    tests::Answer create(const std::string& table, nlohmann::json row) {
        row["sys_id"] = put(table, row);
        return result(row);
    }

    tests::Answer change(const std::string& table,
                         const std::string& sys_id,
                         const nlohmann::json& values) {
        const std::lock_guard lock(mutex_);
        for (auto& row : rows_[table]) {
            if (row["sys_id"] != sys_id) continue;
            row.update(values);
            return result(row);
        }
        return refusal(404, "No Record found");
    }

    tests::Answer find(const std::string& table, const std::string& query) {
        const std::lock_guard lock(mutex_);
        nlohmann::json found = nlohmann::json::array();
        for (const auto& row : rows_[table])
            if (fits(row, query)) found.push_back(row);
        return result(found);
    }

    static bool fits(const nlohmann::json& row, const std::string& query) {
        for (const auto& term : base::splitList(query, '^')) {
            const auto equals = term.find('=');
            if (row.value(term.substr(0, equals), "") != term.substr(equals + 1)) return false;
        }
        return true;
    }

    FakeInstance& instance_;
    std::mutex mutex_;
    std::map<std::string, std::vector<nlohmann::json>> rows_;  // guarded by mutex_
    int last_id_ = 0;                                          // guarded by mutex_
};

}  // namespace toolhost::servicenow
