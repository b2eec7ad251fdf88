#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

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

/// What every user of a test signs in with.
inline constexpr const char* kPassword = "correct horse battery";

/// Everything that issues and checks tokens, in a folder that goes with the test.
struct TokenHouse {
    explicit TokenHouse(Settings chosen = {}, std::vector<store::Migrations> more = {})
        : settings(std::move(chosen)), database(openDatabase(std::move(more))) {}

    ScratchFolder folder;
    std::ostringstream log_text;
    base::Log log{log_text, base::LogLevel::Debug};
    Settings settings;
    Addresses addresses = Addresses::from("https://host.example").value();
    std::unique_ptr<store::Database> database;
    std::unique_ptr<Clients> clients =
        Clients::open(*database, base::Secret("pepper of the test")).value();
    // Cheap passwords, so that the tests are quick.
    std::unique_ptr<Users> users = Users::open(*database, {4}).value();
    std::unique_ptr<Revocations> revocations = Revocations::open(*database, at(kNoon)).value();
    KeyRing keys = KeyRing::open(folder / "keys").value();
    AccessTokens tokens{addresses, settings, keys, {*clients, *users, *revocations}};

    std::unique_ptr<store::Database> openDatabase(std::vector<store::Migrations> tables) {
        for (const auto& each :
             {Clients::migrations(), Users::migrations(), Revocations::migrations()})
            tables.push_back(each);
        return store::Database::open(folder / "toolhost.db", tables, log).value();
    }

    std::string addClient(std::optional<std::string> acts_as = std::nullopt) {
        return clients->add({"robot", std::move(acts_as), {}}, at(kNoon)).value().client_id;
    }

    void addUser(const std::string& name, const std::string& acts_as = {}) {
        const auto added = users->add({name, acts_as, base::Secret(kPassword)}, at(kNoon));
        EXPECT_TRUE(added.ok());
    }

    std::string issue(const std::string& subject, const std::string& client_id) {
        const TokenGrant grant{subject, client_id, supportedScopes(), settings.user_token_lifetime};
        return std::string(tokens.issue(grant, at(kNoon)).value().token.reveal());
    }

    std::string userToken() { return issue("alice", std::string(kOperatorClientId)); }
};

}  // namespace toolhost::identity
