#pragma once

#include <vector>

#include "base/clock.hpp"
#include "loader/services/service.hpp"
#include "loader/services/sql_files.hpp"

namespace toolhost::loader {

/// toolhost.sql/1: the plugin's own SQLite database.
class SqlService final : public Service {
public:
    /// Files and clock outlive it.
    SqlService(SqlFiles& files, SqlOwner owner, const base::Clock& clock);

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    void runOne(const Question& question) const;
    void transact(const Question& question) const;
    void offer(const Question& question,
               std::vector<store::GuestStatement> statements,
               nlohmann::json (*told)(const std::vector<store::GuestRows>&)) const;

    SqlFiles& files_;
    const SqlOwner owner_;
    const base::Clock& clock_;
    const Operations operations_;
};

}  // namespace toolhost::loader
