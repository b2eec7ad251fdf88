#include <filesystem>

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

class KeptDatabase : public InstanceFixture {
protected:
    KeptDatabase()
        : path_(std::filesystem::path(testing::TempDir()) /
                (std::string("sim_") +
                 testing::UnitTest::GetInstance()->current_test_info()->name() + ".db")) {
        std::filesystem::remove(path_);
        settings_ = smallInstance();
        settings_.database = path_.string();
    }
    ~KeptDatabase() override {
        instance_.reset();
        std::filesystem::remove(path_);
    }

    std::filesystem::path path_;
    InstanceSettings settings_;
};

TEST_F(KeptDatabase, IsRefusedForAnotherSchema) {
    restart(settings_);
    auto other = settings_;
    other.schema_json += " ";
    instance_.reset();
    EXPECT_THROW(restart(other), std::runtime_error);
}

TEST_F(KeptDatabase, IsThereAgainAfterARestart) {
    restart(settings_);
    const auto number = create("incident", {{"short_description", "kept"}}).at("number");
    instance_.reset();
    restart(settings_);
    EXPECT_EQ(rows("incident", "short_description=kept").at(0).at("number"), number);
    EXPECT_EQ(create("incident", {{"short_description", "next"}}).at("number"), "INC0010002");
}

TEST_F(KeptDatabase, CannotBeAFolder) {
    settings_.database = testing::TempDir();
    EXPECT_THROW(restart(settings_), std::runtime_error);
}

}  // namespace
}  // namespace toolhost::sim
