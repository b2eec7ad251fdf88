#pragma once

#include <optional>
#include <string>

#include "loader/provenance/plugin_signature.hpp"
#include "loader/provenance/trust_store.hpp"

namespace toolhost::loader {

/// Who stands for a file, and what speaks against believing it.
struct SignatureJudgement {
    /// The name of the trusted key that signed it, or "allowed" for a file on that list; empty when
    /// nobody stands for it.
    std::string signer;
    Findings findings;
};

/// Holds a file to what the admin trusts. What is revoked is refused under every policy.
/// `signature` is the text of its signature file, absent when there is none.
SignatureJudgement judgeSignature(const SignedContent& content,
                                  const std::optional<std::string>& signature,
                                  const TrustStore& trust,
                                  Policy policy);

}  // namespace toolhost::loader
