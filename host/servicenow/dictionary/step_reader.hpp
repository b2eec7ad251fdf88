#pragma once

#include <memory>
#include <string>
#include <utility>

#include "servicenow/records/row_reader.hpp"
#include "servicenow/table_request.hpp"

namespace toolhost::servicenow {

/// What reads one table after the other, each for what the one before it said. `Reader` derives
/// from this, and lives until its last step is done.
template <typename Reader>
class StepReader : public std::enable_shared_from_this<Reader> {
protected:
    /// Takes the rows that were asked for, or why there are none.
    using Step = void (Reader::*)(const Outcome<Rows>&);

    StepReader(Endpoint& endpoint, Caller caller)
        : caller_(std::move(caller)), endpoint_(endpoint) {}

    /// Reads rows as rawRows() asks for them, then goes on with `next`.
    void read(const std::string& table,
              const std::string& query,
              const std::string& fields,
              Step next) {
        readRows(endpoint_,
                 caller_,
                 rawRows(table, query, fields),
                 [self = this->shared_from_this(), next](const Outcome<Rows>& rows) {
                     ((*self).*next)(rows);
                 });
    }

    [[nodiscard]] const Caller& caller() const { return caller_; }

private:
    const Caller caller_;  // first, so that its ticket goes last
    Endpoint& endpoint_;
};

}  // namespace toolhost::servicenow
