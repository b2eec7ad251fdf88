#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"

#include "fake_instance.hpp"

namespace toolhost::servicenow {

/// A table of records that a test may change between pages. Serves them in the order of sys_id, or
/// of one field and then sys_id, as ServiceNow does: conditions, then order, then the cut, then
/// rows that are hidden are taken out. Understands of conditions only what a keyset is made of.
class PagingTable {
public:
    using Row = std::map<std::string, std::string>;

    void put(const std::string& id, Row row = {}) {
        const std::lock_guard lock(mutex_);
        row["sys_id"] = id;
        rows_[id] = std::move(row);
    }
    void remove(const std::string& id) {
        const std::lock_guard lock(mutex_);
        rows_.erase(id);
    }
    void hide(const std::string& id) {
        const std::lock_guard lock(mutex_);
        hidden_.insert(id);
    }

    [[nodiscard]] FakeInstance::Handler handler() {
        return [this](const tests::SeenRequest& seen) { return page(seen); };
    }

    /// 32 hexadecimal digits that sort as the numbers do.
    static std::string id(int number) {
        std::string digits = std::to_string(number);
        return std::string(32 - digits.size(), '0') + digits;
    }

private:
    tests::Answer page(const tests::SeenRequest& seen) {
        const std::lock_guard lock(mutex_);
        std::vector<Row> rows = matching(seen.parameter("sysparm_query"));
        const auto total = rows.size();
        const auto offset =
            std::min<std::size_t>(std::stoul(seen.parameter("sysparm_offset")), total);
        const auto end =
            std::min<std::size_t>(offset + std::stoul(seen.parameter("sysparm_limit")), total);
        nlohmann::json shown = nlohmann::json::array();
        for (auto i = offset; i < end; ++i)
            if (!hidden_.contains(rows[i].at("sys_id")))
                shown.push_back(show(rows[i], seen.parameter("sysparm_display_value")));
        return result(shown, static_cast<int>(total));
    }

    static nlohmann::json show(const Row& row, const std::string& display) {
        nlohmann::json shown = nlohmann::json::object();
        for (const auto& [name, value] : row) {
            const bool has_label = name != "sys_id" && name != "number" && !value.empty();
            const std::string label = has_label ? "label of " + value : value;
            if (display == "all") shown[name] = {{"display_value", label}, {"value", value}};
            if (display == "true") shown[name] = label;
            if (display == "false") shown[name] = value;
        }
        return shown;
    }

    [[nodiscard]] std::vector<Row> matching(const std::string& query) const {
        std::string field = "sys_id";
        bool is_descending = false;
        std::vector<std::string> groups;
        std::string rest = query + '^';
        for (auto caret = rest.find('^'); caret != std::string::npos; caret = rest.find('^')) {
            std::string piece = rest.substr(0, caret);
            rest.erase(0, caret + 1);
            if (piece.rfind("ORDERBY", 0) == 0) {
                const bool descends = piece.rfind("ORDERBYDESC", 0) == 0;
                const auto name = piece.substr(descends ? 11 : 7);
                if (name != "sys_id") field = name, is_descending = descends;
            } else if (piece.rfind("GROUPBY", 0) == 0) {
                continue;
            } else if (piece.rfind("OR", 0) == 0) {
                groups.back() += '^' + piece.substr(2);
            } else {
                groups.push_back(piece);
            }
        }
        std::vector<Row> rows;
        for (const auto& [id, row] : rows_)
            if (std::all_of(groups.begin(), groups.end(), [&row = row](const auto& group) {
                    return fulfilsOne(row, group);
                }))
                rows.push_back(row);
        std::stable_sort(rows.begin(), rows.end(), [&](const Row& one, const Row& other) {
            return is_descending ? valueOf(other, field) < valueOf(one, field)
                                 : valueOf(one, field) < valueOf(other, field);
        });
        return rows;
    }

    static std::string valueOf(const Row& row, const std::string& field) {
        const auto found = row.find(field);
        return found == row.end() ? "" : found->second;
    }

    static bool fulfilsOne(const Row& row, const std::string& group) {
        for (const auto condition : base::split(group, '^'))
            if (fulfils(row, std::string(condition))) return true;
        return false;
    }

    static bool fulfils(const Row& row, const std::string& condition) {
        const auto name_end = condition.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789");
        const std::string value = valueOf(row, condition.substr(0, name_end));
        const std::string rest = condition.substr(name_end);
        if (rest == "ISEMPTY") return value.empty();
        if (rest == "ISNOTEMPTY") return !value.empty();
        if (value.empty()) return false;  // no comparison is true of nothing
        if (rest.rfind(">=", 0) == 0) return value >= rest.substr(2);
        if (rest.rfind("<=", 0) == 0) return value <= rest.substr(2);
        if (rest.rfind('>', 0) == 0) return value > rest.substr(1);
        if (rest.rfind('<', 0) == 0) return value < rest.substr(1);
        return value == rest.substr(1);
    }

    std::mutex mutex_;
    std::map<std::string, Row> rows_;  // guarded by mutex_
    std::set<std::string> hidden_;     // guarded by mutex_
};

}  // namespace toolhost::servicenow
