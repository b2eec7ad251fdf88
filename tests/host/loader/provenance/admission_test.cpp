#include "loader/provenance/admission.hpp"

#include <fstream>
#include <memory>

#include "crypto/signing_key.hpp"
#include "loader/provenance/plugin_signature.hpp"
#include "loader/provenance/public_key.hpp"

#include "plugin_directory.hpp"
#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

namespace fs = std::filesystem;

const char* const kEcho = "com.toolhost.echo";

/// A host with a state directory, whose plugin directory holds the echo plugin. Each load is a
/// start.
class Installation {
public:
    Installation()
        : database_(store::Database::open(folder_.path() / "toolhost.db",
                                          {PluginRegister::migrations()},
                                          plugins_.logger())
                        .value()) {}

    Verdict load(Admission::Purpose purpose = Admission::Purpose::Serve) {
        witnessed.clear();
        const auto loaded = plugins_.load(
            {{folder_.path(), &record, purpose},
             [this](std::string_view, const Verdict& verdict) { witnessed.push_back(verdict); }});
        EXPECT_TRUE(loaded.ok()) << loaded.error().what;
        return loaded.value().verdicts.at(0);
    }

    [[nodiscard]] fs::path store() const { return folder_.path() / "plugins" / "store"; }
    [[nodiscard]] fs::path file() const { return plugins_.path() / "echo.so"; }
    Settings& settings() { return plugins_.settings; }
    [[nodiscard]] std::string log() const { return plugins_.log(); }

    void write(const std::string& name, const std::string& text) const {
        fs::create_directories((plugins_.path() / name).parent_path());
        std::ofstream(plugins_.path() / name) << text;
    }

    std::vector<Verdict> witnessed;

private:
    ScratchFolder folder_;
    PluginDirectory plugins_{"echo.so"};
    std::unique_ptr<store::Database> database_;

public:
    PluginRegister record{*database_};
};

void expectRefused(const Verdict& verdict, const std::string& rule, const std::string& remedy) {
    EXPECT_EQ(verdict.rule, rule);
    EXPECT_NE(verdict.refusal.find(remedy), std::string::npos) << verdict.refusal;
    EXPECT_TRUE(verdict.tools.empty());
}

TEST(Admission, RefusesALowerVersionThanHasServedUntilTheAdminLetsIt) {
    Installation host;
    ASSERT_EQ(host.load().refusal, "");
    ASSERT_TRUE(host.record.setFloor(kEcho, "0.2.0").ok());
    expectRefused(
        host.load(), "rollback", "toolhost plugin approve com.toolhost.echo --at-least 0.1.0");
    ASSERT_TRUE(host.record.setFloor(kEcho, "0.1.0").ok());
    EXPECT_EQ(host.load().refusal, "");
}

TEST(Admission, RefusesToolsThatSaySomethingElseUntilTheAdminApproves) {
    Installation host;
    host.settings().pins = Policy::Require;
    const std::string before = R"({"echo":{"description":"other"},"ping":{}})";
    ASSERT_TRUE(host.record.recordServed(kEcho, {"old", "0.1.0"}, before, 5, {}).ok());
    const auto verdict = host.load();
    expectRefused(verdict, "pins", "toolhost plugin approve com.toolhost.echo");
    EXPECT_NE(verdict.refusal.find("echo: another description"), std::string::npos);
    EXPECT_NE(verdict.refusal.find("ping: gone"), std::string::npos);
    ASSERT_TRUE(host.record.approve(kEcho).ok());
    EXPECT_EQ(host.load().refusal, "");
}

TEST(Admission, OnlyWarnsOfSuchToolsWhereThatIsThePolicyUntilTheAdminApproves) {
    Installation host;
    ASSERT_TRUE(host.record.recordServed(kEcho, {"old", "0.1.0"}, "{}", 5, {}).ok());
    for (int start = 0; start < 2; ++start) {
        const auto verdict = host.load();
        EXPECT_EQ(verdict.tools, std::vector<std::string>{"echo"});
        ASSERT_EQ(verdict.cautions.size(), 1U);
        EXPECT_EQ(verdict.cautions.front().rule, "pins");
    }
    EXPECT_NE(host.log().find("warning loader.plugin.doubtful file=echo.so rule=pins"),
              std::string::npos);
    ASSERT_TRUE(host.record.approve(kEcho).ok());
    EXPECT_TRUE(host.load().cautions.empty());
}

TEST(Admission, WantsASignatureByATrustedKeyUnderRequire) {
    Installation host;
    host.settings().signature = Policy::Require;
    expectRefused(host.load(), "signature", "toolhost plugin sign");

    const auto key = crypto::SigningKey::generate(crypto::Algorithm::Ed25519).value();
    const SignedContent content{sha256Of(bytesOfPlugin("echo.so")), kEcho, "0.1.0"};
    host.write("echo.so.sig", textOf(signContent(key, content).value()));
    expectRefused(host.load(), "signature", "put the key's .pub file into");

    host.write("keys/us.pub", lineOf(key.verifyingKey(), {"com.toolhost.*"}).value());
    const auto verdict = host.load();
    EXPECT_EQ(verdict.refusal, "");
    EXPECT_EQ(verdict.signer, "us");
}

TEST(Admission, WarnsOfASignatureFileItCannotRead) {
    Installation host;
    fs::create_directory(host.file().string() + ".sig");
    const auto verdict = host.load();
    ASSERT_EQ(verdict.cautions.size(), 1U);
    EXPECT_NE(verdict.cautions.front().what.find("not a regular file"), std::string::npos);
}

TEST(Admission, RefusesASymbolicLink) {
    Installation host;
    const auto elsewhere = host.file().parent_path() / "elsewhere";
    fs::rename(host.file(), elsewhere);
    fs::create_symlink(elsewhere, host.file());
    expectRefused(host.load(), "file", "it is a symbolic link");
}

TEST(Admission, LoadsThePrivateCopyWhateverBecomesOfTheFile) {
    Installation host;
    const auto verdict = host.load();
    const auto copy = host.store() / (verdict.sha256 + ".so");
    EXPECT_EQ(ScratchFolder::read(copy), bytesOfPlugin("echo.so"));
    const std::string mapped = ScratchFolder::read("/proc/self/maps");
    EXPECT_NE(mapped.find(copy.string()), std::string::npos);
    EXPECT_EQ(mapped.find(host.file().string()), std::string::npos);
}

TEST(Admission, KeepsTheCopiesThatServedAndSweepsTheOthers) {
    Installation host;
    fs::create_directories(host.store());
    fs::permissions(host.store().parent_path(), fs::perms::owner_all);
    fs::permissions(host.store(), fs::perms::owner_all);
    const auto served = host.store() / (std::string(64, 'a') + ".so");
    const auto stray = host.store() / (std::string(64, 'b') + ".so");
    std::ofstream(served) << "old";
    std::ofstream(stray) << "stray";
    ASSERT_TRUE(host.record.recordServed(kEcho, {std::string(64, 'a'), "0.0.9"}, "{}", 5, {}).ok());
    host.settings().pins = Policy::Off;
    ASSERT_EQ(host.load().refusal, "");
    EXPECT_TRUE(fs::exists(served));
    EXPECT_FALSE(fs::exists(stray));
    host.settings().copies_max = 1;
    ASSERT_EQ(host.load().refusal, "");
    EXPECT_FALSE(fs::exists(served));
}

TEST(Admission, RemembersNothingForSomebodyWhoOnlyLooks) {
    Installation host;
    const auto verdict = host.load(Admission::Purpose::Look);
    EXPECT_EQ(verdict.tools, std::vector<std::string>{"echo"});
    EXPECT_FALSE(host.record.find(kEcho).value());
    EXPECT_FALSE(fs::exists(host.store()));
}

TEST(Admission, TellsTheWitnessOfEachVerdict) {
    Installation host;
    host.load();
    ASSERT_EQ(host.witnessed.size(), 1U);
    EXPECT_EQ(host.witnessed.front().file, "echo.so");
    EXPECT_EQ(host.witnessed.front().id, kEcho);
    EXPECT_EQ(host.witnessed.front().sha256, sha256Of(bytesOfPlugin("echo.so")));
}

}  // namespace
}  // namespace toolhost::loader
