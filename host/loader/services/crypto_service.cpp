#include "loader/services/crypto_service.hpp"

#include <nlohmann/json.hpp>

#include "base/ids.hpp"
#include "crypto/digest.hpp"

namespace toolhost::loader {
namespace {

using Type = Member::Type;

constexpr std::int64_t kRandomBytesMax = std::int64_t{64} << 10;

void giveRandom(const Question& question) {
    const auto count = question.whole("size").value_or(0);
    if (count < 1 || count > kRandomBytesMax) {
        return question.refuseArgument("size is a whole number from 1 to " +
                                       std::to_string(kRandomBytesMax));
    }
    question.answer(nlohmann::json::object(), base::randomBytes(static_cast<std::size_t>(count)));
}

void digest(const Question& question) {
    question.answer(nlohmann::json::object(), crypto::bytesOf(crypto::sha256(question.bytes())));
}

/// What the tag covers besides the text.
std::string boundTo(const Question& question) {
    return question.text("bound_to").value_or("");
}

}  // namespace

PluginKeys PluginKeys::deriveFor(const std::string& plugin_id) const {
    const auto own = crypto::hmacSha256(authentication.reveal(), "plugin " + plugin_id);
    return {.sealer = sealer.deriveFor("plugin " + plugin_id),
            .authentication = base::Secret(std::string(crypto::bytesOf(own)))};
}

CryptoService::CryptoService(PluginKeys keys)
    : keys_(std::move(keys)),
      operations_{
          {"random", {{"size", Type::Whole, Member::Presence::Required}}, giveRandom},
          {"sha256", {}, digest},
          {"hmac_sha256", {{"purpose"}}, [this](const auto& question) { authenticate(question); }},
          {"seal", {{"bound_to"}}, [this](const auto& question) { seal(question); }},
          {"open", {{"bound_to"}}, [this](const auto& question) { open(question); }}} {}

void CryptoService::seal(const Question& question) const {
    const auto sealed = keys_.sealer.seal(question.bytes(), boundTo(question));
    if (!sealed.ok()) {
        return question.refuse({TOOLHOST_E_FAILED, "unavailable", sealed.error().what});
    }
    question.answer(nlohmann::json::object(), sealed.value());
}

void CryptoService::open(const Question& question) const {
    const auto opened = keys_.sealer.open(question.bytes(), boundTo(question));
    if (!opened.ok()) return question.refuse({TOOLHOST_E_DENIED, "sealed", opened.error().what});
    question.answer(nlohmann::json::object(), opened.value());
}

/// A key for each purpose, so that a code for one is worth nothing for another.
void CryptoService::authenticate(const Question& question) const {
    const auto key =
        crypto::hmacSha256(keys_.authentication.reveal(), question.text("purpose").value_or(""));
    const auto code = crypto::hmacSha256(crypto::bytesOf(key), question.bytes());
    question.answer(nlohmann::json::object(), crypto::bytesOf(code));
}

}  // namespace toolhost::loader
