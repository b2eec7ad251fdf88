#include "simulator/seed/copies.hpp"

#include "simulator/embedded.hpp"
#include "simulator/first_start.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

TEST(CopyIncidents, FillsUpToTheCountWithNumbersOfTheirOwn) {
    const auto schema = Schema::parse(embedded::kSchema);
    Database database(":memory:");
    auto session = database.session();
    prepareDatabase(session, schema, smallInstance());
    Records records(session, schema);
    copyIncidents(records, 40, 100);
    const auto single = [&](const char* sql) { return session.count(sql, {}); };
    EXPECT_EQ(single("SELECT count(*) FROM task WHERE sys_class_name = 'incident'"), 100);
    EXPECT_EQ(single("SELECT count(DISTINCT number) FROM task WHERE sys_class_name = 'incident'"),
              100);
    EXPECT_EQ(single("SELECT count(*) FROM task WHERE number = 'INC0000100'"), 1);
    EXPECT_EQ(single("SELECT count(*) FROM task WHERE length(sys_id) != 32"), 0);
    EXPECT_EQ(single("SELECT count(*) FROM task AS a, task AS b WHERE a.number = 'INC0000003' AND "
                     "b.number = 'INC0000083' AND a.short_description = b.short_description"),
              1);
}

}  // namespace
}  // namespace toolhost::sim
