#include "simulator/client_config.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "simulator/arguments.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

SignatureKey readKey(const std::filesystem::path& path) {
    try {
        return SignatureKey::parse(readTextFile(path));
    } catch (const UsageError&) {
        throw;
    } catch (const std::runtime_error& fault) {
        throw UsageError("read the key " + path.string() + ": " + fault.what());
    }
}

std::string checkedUserField(std::string field) {
    if (field == "user_name" || field == "email") return field;
    throw UsageError("user_field is user_name or email, not '" + field + "'");
}

SignatureKey sharedSecret(const std::string& secret) {
    try {
        return SignatureKey::ofSecret(secret);
    } catch (const std::runtime_error& fault) {
        throw UsageError(std::string("shared_secret: ") + fault.what());
    }
}

JwtVerifier readVerifier(const json& source, const std::filesystem::path& folder) {
    const auto key = source.contains("shared_secret")
                         ? sharedSecret(source.at("shared_secret").get<std::string>())
                         : readKey(folder / source.at("public_key_pem_file").get<std::string>());
    return {key,
            source.value("kid", ""),
            checkedUserField(source.value("user_field", "user_name")),
            std::chrono::seconds(source.value("clock_skew_seconds", 300LL))};
}

OAuthClient readClient(const json& source, const std::filesystem::path& folder) {
    OAuthClient client;
    client.id = source.at("client_id").get<std::string>();
    client.secret = source.value("client_secret", "");
    client.application_user = source.value("application_user", "");
    client.active = source.value("active", true);
    client.secret_expired = source.value("secret_expired", false);
    client.disabled_grants = source.value("disabled_grants", client.disabled_grants);
    client.redirect_uris = source.value("redirect_uris", client.redirect_uris);
    client.access_life = std::chrono::seconds(source.value("access_seconds", 1'800LL));
    client.refresh_life = std::chrono::seconds(source.value("refresh_seconds", 8'640'000LL));
    if (source.contains("jwt")) client.jwt = readVerifier(source.at("jwt"), folder);
    return client;
}

}  // namespace

std::string readTextFile(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw UsageError("open " + path.string() + ": there is no such readable file");
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

OAuthClient parseJwtClient(std::string_view text) {
    const auto parts = split(text, ':');
    if (parts.size() < 2 || parts.size() > 4 || parts[0].empty() || parts[1].empty()) {
        throw UsageError("--jwt-client is ID:PUBLIC_KEY_FILE[:KID[:USER_FIELD]], not '" +
                         std::string(text) + "'");
    }
    OAuthClient client;
    client.id = parts[0];
    client.jwt = JwtVerifier{readKey(std::string(parts[1])), {}, "user_name"};
    if (parts.size() > 2) client.jwt->kid = parts[2];
    if (parts.size() > 3) client.jwt->user_field = checkedUserField(std::string(parts[3]));
    return client;
}

OAuthClient parseSecretClient(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == 0 || colon == std::string_view::npos || colon + 1 == text.size()) {
        throw UsageError("--client is ID:SECRET");
    }
    OAuthClient client;
    client.id = text.substr(0, colon);
    client.secret = text.substr(colon + 1);
    return client;
}

OAuthClients readClientFile(const std::filesystem::path& path) {
    const auto text = readTextFile(path);
    try {
        OAuthClients clients;
        const auto file = json::parse(text);
        for (const auto& entry : file.at("oauth_clients")) {
            clients.push_back(readClient(entry, path.parent_path()));
        }
        return clients;
    } catch (const json::exception& fault) {
        throw UsageError("read " + path.string() + ": " + fault.what());
    }
}

}  // namespace toolhost::sim
