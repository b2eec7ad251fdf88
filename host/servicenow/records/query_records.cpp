#include <utility>

#include "servicenow/operations.hpp"
#include "servicenow/paging/reading.hpp"

namespace toolhost::servicenow {

void queryRecords(Instance& instance,
                  const Caller& caller,
                  const Json& request,
                  Then<Answer> then) {
    auto query = readRecordQuery(request, instance);
    if (!query) return then(query.problem());
    readRecords(instance, caller, std::move(query).value(), std::move(then));
}

}  // namespace toolhost::servicenow
