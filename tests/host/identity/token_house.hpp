#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/base64.hpp"
#include "base/log.hpp"
#include "crypto/signing_key.hpp"
#include "identity/access_tokens.hpp"
#include "identity/names.hpp"

#include "../crypto/scratch_folder.hpp"

namespace toolhost::identity {

/// 2026-11-22 00:00:00 UTC, the moment most tests happen at.
inline constexpr std::int64_t kNoon = 1'795'305'600;

inline base::WallTime at(std::int64_t seconds) {
    return base::WallTime(std::chrono::seconds(seconds));
}

/// Two parts and their signature by this key, whatever they say.
inline std::string forge(const crypto::SigningKey& key,
                         std::string_view header,
                         std::string_view claims) {
    const std::string text = base::encodeBase64Url(header) + '.' + base::encodeBase64Url(claims);
    return text + '.' + base::encodeBase64Url(key.sign(text).value());
}

/// Everything that issues and checks tokens, in a folder that goes with the test.
struct TokenHouse {
    explicit TokenHouse(Settings chosen = {}) : settings(std::move(chosen)) {}

    ScratchFolder folder;
    std::ostringstream log_text;
    base::Log log{log_text, base::LogLevel::Debug};
    Settings settings;
    Addresses addresses = Addresses::from("https://host.example").value();
    std::unique_ptr<store::Database> database =
        store::Database::open(folder / "toolhost.db", {Clients::migrations()}, log).value();
    std::unique_ptr<Clients> clients =
        Clients::open(*database, base::Secret("pepper of the test")).value();
    KeyRing keys = KeyRing::open(folder / "keys").value();
    AccessTokens tokens{addresses, settings, keys, *clients};

    std::string addClient(std::optional<std::string> acts_as = std::nullopt) {
        return clients->add({"robot", std::move(acts_as), {}}, at(kNoon)).value().client_id;
    }

    std::string issue(const std::string& subject, const std::string& client_id) {
        const TokenGrant grant{subject, client_id, supportedScopes(), settings.user_token_lifetime};
        return std::string(tokens.issue(grant, at(kNoon)).value().token.reveal());
    }

    std::string userToken() { return issue("alice", std::string(kOperatorClientId)); }
};

}  // namespace toolhost::identity
