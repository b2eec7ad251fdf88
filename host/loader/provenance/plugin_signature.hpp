#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "crypto/signing_key.hpp"
#include "crypto/verifying_key.hpp"

namespace toolhost::loader {

/// What a signature file has after the name of its plugin's.
inline constexpr const char* kSignatureEnding = ".sig";

/// The longest signature file that is read.
inline constexpr std::size_t kSignatureBytesMax = 16U << 10U;

/// What a signature is of: these bytes, as this version of this plugin.
struct SignedContent {
    std::string sha256;  ///< in hexadecimal
    std::string plugin;  ///< its id
    std::string version;

    bool operator==(const SignedContent&) const = default;
};

/// A detached signature: the file `<plugin>.so.sig`, one JSON object.
struct PluginSignature {
    std::string key;  ///< the key's id, its RFC 7638 thumbprint
    SignedContent content;
    std::string signature;  ///< the 64 bytes of Ed25519 over textToSign()
};

/// The bytes that are signed: a line that says what kind of signature it is, so that it can never
/// be taken for another, then `key=`, `sha256=`, `plugin=` and `version=`, each a line. The signing
/// part of sdk/README.md promises this form.
std::string textToSign(const std::string& key, const SignedContent& content);

/// Signs with an Ed25519 key; refuses other kinds.
base::Result<PluginSignature> signContent(const crypto::SigningKey& key, SignedContent content);

/// Whether the holder of the key made it.
bool isGenuine(const PluginSignature& signature, const crypto::VerifyingKey& key);

/// Between a signature and its file's text.
base::Result<PluginSignature> parseSignature(std::string_view text);
std::string textOf(const PluginSignature& signature);

}  // namespace toolhost::loader
