#include "loader/provenance/signature_rules.hpp"

#include <utility>

#include "base/text.hpp"

namespace toolhost::loader {
namespace {

/// What is wrong with a signature, and what to do.
struct Doubt {
    std::string what;
    std::string remedy;
};

Finding revoked(const std::string& what, const TrustStore& trust) {
    return {Weight::Refuses,
            "revoked",
            what + " is on the list " + (trust.directory() / "revoked").string(),
            "replace it by a version that is not"};
}

/// Why the signature is not one of this file; absent when it is.
std::optional<Doubt> mismatch(const PluginSignature& signature, const SignedContent& content) {
    if (signature.content.sha256 != content.sha256) {
        return Doubt{
            "its signature is of other bytes: the file was changed or the signature belongs "
            "to another",
            "get both again from where they came from"};
    }
    if (signature.content != content) {
        return Doubt{"its signature is of " + base::quoted(signature.content.plugin) + " version " +
                         base::quoted(signature.content.version),
                     "have its maker sign it anew"};
    }
    return std::nullopt;
}

/// Why a key is not enough; absent when it is.
std::optional<Doubt> distrust(const PluginSignature& signature, const TrustStore& trust) {
    const TrustedKey* key = trust.find(signature.key);
    if (key == nullptr) {
        return Doubt{
            "it is signed by the key " + base::quoted(signature.key) + ", which is not trusted",
            "if you trust its holder, put the key's .pub file into " + trust.directory().string()};
    }
    if (!isGenuine(signature, key->key.key)) {
        return Doubt{"its signature was not made by the key " + key->name,
                     "get the plugin again from its maker; do not run this one"};
    }
    if (!maySign(key->key.plugins, signature.content.plugin)) {
        return Doubt{"the key " + key->name + " may not sign the plugin " +
                         base::quoted(signature.content.plugin),
                     "if it may, add that id to its line in " +
                         (trust.directory() / (key->name + ".pub")).string()};
    }
    return std::nullopt;
}

Findings judge(const PluginSignature& signature,
               const SignedContent& content,
               const TrustStore& trust,
               Weight weight) {
    auto fault = mismatch(signature, content);
    if (!fault) fault = distrust(signature, trust);
    if (!fault) return {};
    return {{weight, "signature", std::move(fault->what), std::move(fault->remedy)}};
}

Finding unsignedFile(const SignedContent& content, const TrustStore& trust, Weight weight) {
    return {weight,
            "signature",
            "it is not signed",
            "have its maker sign it (toolhost plugin sign), or, if you trust this very file, add " +
                content.sha256 + " to " + (trust.directory() / "allowed").string()};
}

}  // namespace

SignatureJudgement judgeSignature(const SignedContent& content,
                                  const std::optional<std::string>& signature,
                                  const TrustStore& trust,
                                  Policy policy) {
    SignatureJudgement judgement;
    if (trust.isRevoked(content.sha256)) {
        judgement.findings.push_back(revoked("its SHA-256 " + content.sha256, trust));
    }
    const auto parsed =
        signature ? parseSignature(*signature) : base::Result<PluginSignature>(base::Error{});
    if (parsed.ok() && trust.isRevoked(parsed.value().key)) {
        judgement.findings.push_back(
            revoked("the key that signed it, " + parsed.value().key, trust));
    }
    if (policy == Policy::Off || !judgement.findings.empty()) return judgement;
    const Weight weight = weightOf(policy);
    if (trust.isAllowed(content.sha256)) {
        judgement.signer = "allowed";
    } else if (!signature) {
        judgement.findings.push_back(unsignedFile(content, trust, weight));
    } else if (!parsed.ok()) {
        judgement.findings.push_back(
            {weight, "signature", parsed.error().what, "have its maker sign it anew"});
    } else {
        judgement.findings = judge(parsed.value(), content, trust, weight);
        if (judgement.findings.empty()) judgement.signer = trust.find(parsed.value().key)->name;
    }
    return judgement;
}

}  // namespace toolhost::loader
