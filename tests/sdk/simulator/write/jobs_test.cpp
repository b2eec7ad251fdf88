#include "simulator/write/jobs.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

TEST_F(InstanceFixture, ClosesIncidentsThatWereResolvedLongEnoughAgo) {
    auto settings = smallInstance();
    settings.incidents = 0;
    settings.admin_paths = AdminPaths::Open;
    restart(settings);
    const auto incident =
        create("incident", {{"state", "6"}, {"close_code", "Duplicate"}, {"close_notes", "n"}});
    const auto run = [&] {
        return bodyOf(sendRequest(requestTo("POST", "/__sim/jobs/close-resolved"))).at("closed");
    };
    now_ += std::chrono::days(7) - std::chrono::seconds(1);
    EXPECT_EQ(run(), 0);
    now_ += std::chrono::seconds(1);
    EXPECT_EQ(run(), 1);
    EXPECT_EQ(run(), 0);
    const auto closed =
        rows("incident", "sys_id=" + incident.at("sys_id").get<std::string>()).at(0);
    EXPECT_EQ(closed.at("state"), "7");
    EXPECT_EQ(closed.at("active"), "false");
    EXPECT_EQ(closed.at("closed_at"), "2026-07-08 00:00:00");
    EXPECT_EQ(closed.at("sys_updated_by"), "system");
}

}  // namespace
}  // namespace toolhost::sim
