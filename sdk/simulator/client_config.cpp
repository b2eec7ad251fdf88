#include "simulator/client_config.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "simulator/arguments.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

RsaKey readKey(const std::filesystem::path& path) {
    try {
        return RsaKey::parse(readTextFile(path));
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

OAuthClient readClient(const json& source, const std::filesystem::path& folder) {
    OAuthClient client;
    client.id = source.at("client_id").get<std::string>();
    client.secret = source.value("client_secret", "");
    if (!source.contains("jwt")) return client;
    const auto& jwt = source.at("jwt");
    client.jwt = JwtVerifier{readKey(folder / jwt.at("public_key_pem_file").get<std::string>()),
                             jwt.value("kid", ""),
                             checkedUserField(jwt.value("user_field", "user_name"))};
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
    OAuthClient client{std::string(parts[0]), {}, {}};
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
    return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1)), {}};
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
