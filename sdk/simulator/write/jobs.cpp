#include "simulator/write/jobs.hpp"

#include <string>
#include <vector>

#include "simulator/properties.hpp"
#include "simulator/write/writer.hpp"

namespace toolhost::sim {

Result<long long> closeResolvedIncidents(Records& records, const Access& access, Seconds now) {
    const std::chrono::days age(Properties(records.session()).number(properties::kAutoCloseDays));
    std::vector<std::string> ids;
    {
        auto statement = records.session().prepare(
            "SELECT \"sys_id\" FROM \"task\" WHERE \"sys_class_name\" = 'incident' AND \"state\" = "
            "6 AND \"resolved_at\" <= ?");
        statement.bind(formatTimestamp(now - age));
        while (statement.step()) {
            ids.emplace_back(statement.text(0));
        }
    }
    const Caller system{{}, "system", "System", {"admin"}};
    Writer writer(records, access, system, now);
    const auto& incidents = records.schema().table("incident");
    for (const auto& id : ids) {
        const auto incident = records.find(incidents, id);
        if (!incident) continue;
        const auto closed = writer.update(*incident, {{"state", "7"}});
        if (!closed) return closed.refusal();
    }
    return static_cast<long long>(ids.size());
}

}  // namespace toolhost::sim
