#include "loader/provenance/trust_store.hpp"

#include <sys/stat.h>

#include "crypto/signing_key.hpp"

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

const std::string kHash(64, 'a');

base::Result<TrustStore> open(const ScratchFolder& scratch, Policy policy = Policy::Require) {
    return TrustStore::open(scratch.path(), policy, scratch.custodian());
}

void expectError(const ScratchFolder& scratch, const std::string& says) {
    const auto opened = open(scratch);
    ASSERT_FALSE(opened.ok());
    EXPECT_NE(opened.error().what.find(says), std::string::npos) << opened.error().what;
}

TEST(TrustStore, RefusesAKeyItCannotRead) {
    const ScratchFolder scratch;
    scratch.write("vendor.pub", "-----BEGIN PUBLIC KEY-----");
    expectError(scratch, "vendor.pub: it is not one line 'ed25519 KEY");
}

TEST(TrustStore, RefusesAListWithALineItCannotRead) {
    const ScratchFolder scratch;
    scratch.write("revoked", kHash + "\ndeadbeef\n");
    expectError(scratch, "revoked: \"deadbeef\" is neither");
}

TEST(TrustStore, RefusesWhatOthersMayWrite) {
    const ScratchFolder scratch;
    const auto file = scratch.write("allowed", kHash);
    ASSERT_EQ(::chmod(file.c_str(), 0666), 0);
    expectError(scratch, "chmod o-w " + file.string());
    const auto opened = open(scratch, Policy::Warn);
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    EXPECT_EQ(opened.value().findings().size(), 1U);
}

TEST(TrustStore, TrustsNobodyWhereThereIsNoDirectory) {
    const auto opened = TrustStore::open("/no/such/directory", Policy::Require);
    ASSERT_TRUE(opened.ok()) << opened.error().what;
    EXPECT_FALSE(opened.value().isAllowed(kHash));
}

TEST(TrustStore, FindsKeysByTheirIdsAndNamesThemForTheirFiles) {
    const ScratchFolder scratch;
    const auto key = crypto::SigningKey::generate(crypto::Algorithm::Ed25519).value();
    scratch.write("vendor.pub", lineOf(key.verifyingKey(), {"com.vendor.*"}).value() + '\n');
    const auto store = open(scratch).value();
    ASSERT_NE(store.find(key.id()), nullptr);
    EXPECT_EQ(store.find(key.id())->name, "vendor");
    EXPECT_EQ(store.find(key.id())->key.plugins, std::vector<std::string>{"com.vendor.*"});
    EXPECT_EQ(store.find("another"), nullptr);
}

TEST(TrustStore, ReadsListsOfHashesAndKeysWithRemarks) {
    const ScratchFolder scratch;
    const auto key = crypto::SigningKey::generate(crypto::Algorithm::Ed25519).value();
    scratch.write("allowed", "# ours\n" + kHash + "  greeter.so of May\n\n");
    scratch.write("revoked", key.id() + " lost with a laptop\r\n");
    const auto store = open(scratch).value();
    EXPECT_TRUE(store.isAllowed(kHash));
    EXPECT_FALSE(store.isRevoked(kHash));
    EXPECT_TRUE(store.isRevoked(key.id()));
}

}  // namespace
}  // namespace toolhost::loader
