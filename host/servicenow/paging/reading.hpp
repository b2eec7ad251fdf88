#pragma once

#include "servicenow/answer.hpp"
#include "servicenow/instance.hpp"
#include "servicenow/records/record_query.hpp"

namespace toolhost::servicenow {

/// Reads the records of a query, page after page, until there are as many as wanted or as the
/// answer holds, and it is known whether there are more. Goes on by keyset (the query's orders,
/// then sys_id): a record that is there and matches the whole time comes exactly once, whatever is
/// inserted, deleted or hidden meanwhile; one that changes in a column the query is ordered by
/// comes where it then belongs. Where an order has no conditions that express it, records are
/// counted by offset, which a notice says.
///
/// Gives {table, total, returned, has_more, next_cursor?, fields, effective_query, left_out?,
/// notices, records}. [any thread]
void readRecords(Instance& instance, const Caller& caller, RecordQuery query, Then<Answer> then);

}  // namespace toolhost::servicenow
