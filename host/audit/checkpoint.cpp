#include "audit/checkpoint.hpp"

#include <utility>

#include "base/ids.hpp"

namespace toolhost::audit {
namespace {

constexpr std::string_view kDomain = "toolhost-audit-checkpoint/1";

std::string signedText(std::string_view bytes) {
    return std::string(kDomain) + std::string(bytes);
}

/// Everything before the time, which alone does not follow from the link.
std::string claimOf(const Link& link) {
    const std::string seq = std::to_string(link.seq);
    return R"({"v":1,"seq":)" + seq + R"(,"hash":")" + base::toHex(link.hash) + R"(","count":)" +
           seq + R"(,"ts":)";
}

}  // namespace

base::Result<Checkpoint> makeCheckpoint(const Link& link,
                                        std::int64_t time_us,
                                        const crypto::SigningKey& key) {
    Checkpoint checkpoint{link.seq, claimOf(link) + std::to_string(time_us) + '}', {}};
    auto signature = key.sign(signedText(checkpoint.bytes));
    if (!signature.ok()) return base::because("sign an audit checkpoint", signature.error());
    checkpoint.signature = std::move(signature).value();
    return checkpoint;
}

std::optional<std::string> contradiction(const Checkpoint& checkpoint,
                                         const Link& link,
                                         const crypto::VerifyingKey& key) {
    if (!key.verifies(signedText(checkpoint.bytes), checkpoint.signature)) {
        return "its checkpoint was changed, or signed with another key than this host's";
    }
    if (!checkpoint.bytes.starts_with(claimOf(link))) {
        return "it is not the record that its checkpoint signed; it, or one before it, was "
               "replaced";
    }
    return std::nullopt;
}

}  // namespace toolhost::audit
