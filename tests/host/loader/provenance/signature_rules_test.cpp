#include "loader/provenance/signature_rules.hpp"

#include <functional>

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

/// An admin who trusts one vendor's key, and a file that vendor signed.
class Site {
public:
    Site() { trust("com.vendor.*"); }

    void trust(const std::string& plugins) const {
        folder.write("vendor.pub", lineOf(key.verifyingKey(), {plugins}).value());
    }
    void sign() { signature = textOf(signContent(key, content).value()); }

    [[nodiscard]] SignatureJudgement judge(Policy policy = Policy::Require) const {
        const auto trusted =
            TrustStore::open(folder.path(), Policy::Require, folder.custodian()).value();
        return judgeSignature(content, signature, trusted, policy);
    }

    ScratchFolder folder;
    crypto::SigningKey key = crypto::SigningKey::generate(crypto::Algorithm::Ed25519).value();
    SignedContent content{std::string(64, 'a'), "com.vendor.tool", "1.2.3"};
    std::optional<std::string> signature;
};

struct Doubtful {
    const char* name;
    std::function<void(Site&)> prepare;
    const char* says;
    const char* remedy;
};

class DoubtfulFile : public testing::TestWithParam<Doubtful> {};

TEST_P(DoubtfulFile, IsRefusedOrWarnedOfAsThePolicySays) {
    Site site;
    GetParam().prepare(site);
    const auto judged = site.judge(Policy::Require);
    ASSERT_EQ(judged.findings.size(), 1U);
    EXPECT_EQ(judged.signer, "");
    EXPECT_EQ(judged.findings.front().weight, Weight::Refuses);
    EXPECT_EQ(judged.findings.front().rule, "signature");
    EXPECT_NE(judged.findings.front().what.find(GetParam().says), std::string::npos)
        << judged.findings.front().what;
    EXPECT_NE(judged.findings.front().remedy.find(GetParam().remedy), std::string::npos)
        << judged.findings.front().remedy;
    EXPECT_EQ(site.judge(Policy::Warn).findings.front().weight, Weight::Warns);
    EXPECT_TRUE(site.judge(Policy::Off).findings.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Doubts,
    DoubtfulFile,
    testing::Values(
        Doubtful{"Unsigned", [](Site&) {}, "not signed", "add aaaaaaaa"},
        Doubtful{"Unreadable", [](Site& site) { site.signature = "{}"; }, "lacks format", "anew"},
        Doubtful{"OtherBytes",
                 [](Site& site) {
                     site.sign();
                     site.content.sha256 = std::string(64, 'b');
                 },
                 "of other bytes",
                 "get both again"},
        Doubtful{"OtherVersion",
                 [](Site& site) {
                     site.sign();
                     site.content.version = "9.0.0";
                 },
                 "\"com.vendor.tool\" version \"1.2.3\"",
                 "anew"},
        Doubtful{"UnknownKey",
                 [](Site& site) {
                     site.key = crypto::SigningKey::generate(crypto::Algorithm::Ed25519).value();
                     site.sign();
                 },
                 "which is not trusted",
                 ".pub file into"},
        Doubtful{"Forged",
                 [](Site& site) {
                     const auto forger =
                         crypto::SigningKey::generate(crypto::Algorithm::Ed25519).value();
                     auto forged = signContent(forger, site.content).value();
                     forged.key = site.key.id();
                     site.signature = textOf(forged);
                 },
                 "was not made by the key vendor",
                 "do not run this one"},
        Doubtful{"OthersPlugin",
                 [](Site& site) {
                     site.content.plugin = "org.other.tool";
                     site.sign();
                 },
                 "vendor may not sign the plugin \"org.other.tool\"",
                 "vendor.pub"}),
    [](const auto& doubtful) { return std::string(doubtful.param.name); });

TEST(JudgeSignature, NamesTheKeyThatSigned) {
    Site site;
    site.sign();
    for (const auto policy : {Policy::Warn, Policy::Require}) {
        EXPECT_TRUE(site.judge(policy).findings.empty());
        EXPECT_EQ(site.judge(policy).signer, "vendor");
    }
}

TEST(JudgeSignature, WantsNoSignatureOfAnAllowedFile) {
    Site site;
    site.folder.write("allowed", site.content.sha256);
    EXPECT_TRUE(site.judge().findings.empty());
    EXPECT_EQ(site.judge().signer, "allowed");
}

TEST(JudgeSignature, RefusesWhatIsRevokedUnderEveryPolicy) {
    for (const auto policy : {Policy::Off, Policy::Warn, Policy::Require}) {
        Site site;
        site.sign();
        for (const auto& revoked : {site.content.sha256, site.key.id()}) {
            site.folder.write("revoked", revoked);
            const auto judged = site.judge(policy);
            ASSERT_EQ(judged.findings.size(), 1U);
            EXPECT_EQ(judged.findings.front().weight, Weight::Refuses);
            EXPECT_EQ(judged.findings.front().rule, "revoked");
            EXPECT_NE(judged.findings.front().what.find(revoked), std::string::npos);
        }
    }
}

}  // namespace
}  // namespace toolhost::loader
