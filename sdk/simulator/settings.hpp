#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "simulator/auth/access.hpp"
#include "simulator/auth/oauth_client.hpp"
#include "simulator/log.hpp"

namespace toolhost::sim {

enum class AdminPaths { Closed, Open };

/// How the simulated instance behaves and what it is filled with.
struct InstanceSettings {
    std::string database = ":memory:";
    std::uint64_t seed = 1;
    long long incidents = 600;
    std::string schema_json;  ///< text of the schema file
    OAuthClients clients;
    DictionaryReaders dictionary_readers = DictionaryReaders::ItilToo;
    std::filesystem::path faults_file;              ///< empty: none
    std::map<std::string, std::string> api_keys;    ///< user_name by key
    std::map<std::string, std::string> properties;  ///< values of sys_properties at the start
    AdminPaths admin_paths = AdminPaths::Closed;
};

/// Everything the command line says.
struct Settings {
    std::string host = "127.0.0.1";
    std::uint16_t port = 0;
    std::optional<int> ready_fd;
    std::filesystem::path ready_file;  ///< empty: none
    Verbosity verbosity = Verbosity::Requests;
    InstanceSettings instance;
};

}  // namespace toolhost::sim
