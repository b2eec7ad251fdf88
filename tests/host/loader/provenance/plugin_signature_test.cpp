#include "loader/provenance/plugin_signature.hpp"

#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "loader/provenance/public_key.hpp"

#include "scratch_folder.hpp"

namespace toolhost::loader {
namespace {

const SignedContent kContent{std::string(64, 'a'), "com.vendor.tool", "1.2.3"};

crypto::SigningKey makeKey(crypto::Algorithm algorithm = crypto::Algorithm::Ed25519) {
    return crypto::SigningKey::generate(algorithm).value();
}

/// What OpenSSL's own program makes of a command line, in that folder.
bool openssl(const ScratchFolder& scratch, const std::string& words) {
    const std::string command =
        "cd '" + scratch.path().string() + "' && openssl " + words + " > openssl.log 2>&1";
    return std::system(command.c_str()) == 0;  // NOLINT(cert-env33-c): that program is the judge
}

/// The form that the documentation promises, put together independently.
std::string documentedText(const std::string& key) {
    return "toolhost-plugin-signature-v1\nkey=" + key + "\nsha256=" + std::string(64, 'a') +
           "\nplugin=com.vendor.tool\nversion=1.2.3\n";
}

TEST(SignContent, RefusesAnotherKindOfKey) {
    const auto made = signContent(makeKey(crypto::Algorithm::Es256), kContent);
    ASSERT_FALSE(made.ok());
    EXPECT_NE(made.error().what.find("keygen"), std::string::npos);
}

TEST(IsGenuine, SaysNoToAnythingChanged) {
    const auto key = makeKey();
    const auto good = signContent(key, kContent).value();
    ASSERT_TRUE(isGenuine(good, key.verifyingKey()));
    for (const auto& change : std::initializer_list<std::function<void(PluginSignature&)>>{
             [](auto& signature) { signature.content.sha256[0] = 'b'; },
             [](auto& signature) { signature.content.plugin = "com.vendor.tools"; },
             [](auto& signature) { signature.content.version = "1.2.4"; },
             [](auto& signature) { signature.key += "x"; },
             [](auto& signature) { signature.signature[0] ^= 1; },
             [](auto& signature) { signature.signature.clear(); }}) {
        auto changed = good;
        change(changed);
        EXPECT_FALSE(isGenuine(changed, key.verifyingKey()));
    }
    EXPECT_FALSE(isGenuine(good, makeKey().verifyingKey()));
}

TEST(PluginSignature, IsTakenByOpenssl) {
    const ScratchFolder scratch;
    const auto file = scratch.path() / "key.pem";
    ASSERT_TRUE(makeKey().save(file).ok());
    const auto key = crypto::SigningKey::load(file).value();
    const auto made = signContent(key, kContent).value();
    scratch.write("text", documentedText(key.id()));
    scratch.write("signature", made.signature);
    const std::string verify = "pkeyutl -verify -inkey key.pem -rawin -in text -sigfile signature";
    EXPECT_TRUE(openssl(scratch, verify)) << ScratchFolder::read(scratch.path() / "openssl.log");
    scratch.write("text", documentedText(key.id()) + "x");
    EXPECT_FALSE(openssl(scratch, verify));
}

TEST(PluginSignature, MayBeMadeByOpenssl) {
    const ScratchFolder scratch;
    ASSERT_TRUE(openssl(scratch, "genpkey -algorithm ed25519 -out key.pem"));
    std::filesystem::permissions(scratch.path() / "key.pem", std::filesystem::perms(0600));
    const auto key = crypto::SigningKey::load(scratch.path() / "key.pem");
    ASSERT_TRUE(key.ok()) << key.error().what;
    scratch.write("text", documentedText(key.value().id()));
    ASSERT_TRUE(openssl(scratch, "pkeyutl -sign -inkey key.pem -rawin -in text -out signature"));
    const PluginSignature signature{
        key.value().id(), kContent, ScratchFolder::read(scratch.path() / "signature")};
    const auto line = lineOf(key.value().verifyingKey(), {"*"}).value();
    EXPECT_TRUE(isGenuine(signature, parsePublicKey(line).value().key));
}

TEST(ParseSignature, RefusesWhatIsNone) {
    const auto whole = nlohmann::json::parse(textOf(signContent(makeKey(), kContent).value()));
    for (const char* member : {"format", "key", "sha256", "plugin", "version", "signature"}) {
        auto without = whole;
        without.erase(member);
        const auto read = parseSignature(without.dump());
        ASSERT_FALSE(read.ok()) << member;
        EXPECT_NE(read.error().what.find(member), std::string::npos) << read.error().what;
    }
    auto other = whole;
    other["format"] = "toolhost-plugin-signature-v2";
    EXPECT_FALSE(parseSignature(other.dump()).ok());
    other = whole;
    other["signature"] = "not base64url!";
    EXPECT_FALSE(parseSignature(other.dump()).ok());
    EXPECT_FALSE(parseSignature("[]").ok());
    EXPECT_FALSE(parseSignature("").ok());
}

TEST(ParseSignature, ReadsWhatWasWritten) {
    const auto key = makeKey();
    const auto read = parseSignature(textOf(signContent(key, kContent).value()));
    ASSERT_TRUE(read.ok()) << read.error().what;
    EXPECT_EQ(read.value().content, kContent);
    EXPECT_TRUE(isGenuine(read.value(), key.verifyingKey()));
}

}  // namespace
}  // namespace toolhost::loader
