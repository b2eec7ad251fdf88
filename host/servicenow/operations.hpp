#pragma once

#include "servicenow/answer.hpp"
#include "servicenow/instance.hpp"
#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {

/// What can be asked of an instance. Each reads its own members of the request and gives the
/// members of the reply, without `ok`; the instance outlives the caller's ticket. [any thread]
using Operation = void (*)(Instance& instance,
                           const Caller& caller,
                           const Json& request,
                           Then<Answer> then);

/// {table, query?, filter?, text_search?, fields?, limit?, offset?, cursor?, max_bytes?, display?}
/// → records
void queryRecords(Instance& instance, const Caller& caller, const Json& request, Then<Answer> then);

/// {table, sys_id | number, fields?, display?} → record
void getRecord(Instance& instance, const Caller& caller, const Json& request, Then<Answer> then);

/// {table, values} → record, changed_by_instance?
void createRecord(Instance& instance, const Caller& caller, const Json& request, Then<Answer> then);

/// {table, sys_id, values} → record, changed_by_instance?
void updateRecord(Instance& instance, const Caller& caller, const Json& request, Then<Answer> then);

/// {table, sys_id} → deleted
void deleteRecord(Instance& instance, const Caller& caller, const Json& request, Then<Answer> then);

/// {table, query?, filter?, text_search?, count?, avg?, sum?, min?, max?, group_by?, having?,
/// order_by?, display?} → stats | groups
void aggregateRecords(Instance& instance,
                      const Caller& caller,
                      const Json& request,
                      Then<Answer> then);

/// {filter, limit?} → tables
void findTables(Instance& instance, const Caller& caller, const Json& request, Then<Answer> then);

/// {table, choices?, inactive_choices?} → columns, in the user's language
void describeTable(Instance& instance,
                   const Caller& caller,
                   const Json& request,
                   Then<Answer> then);

}  // namespace toolhost::servicenow
