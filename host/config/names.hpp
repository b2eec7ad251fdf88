#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "config/keys.hpp"

namespace toolhost::config {

/// A key as somebody named it.
struct NamedKey {
    /// Borrowed from the keys it was found in.
    const Key* key = nullptr;
    Captures captures;
    /// Dotted, its <words> filled in: "servicenow.dev.url".
    std::string name;
};

/// The dotted name of a key with its <words> replaced, in order.
std::string nameWith(std::string_view key_name, const Captures& captures);

/// The environment's form of a name: "TOOLHOST_LISTEN_PORT" of "listen.port".
std::string variableOf(std::string_view key_name);

/// The key that a dotted name means, or why there is none and which name is near. `prefix` is the
/// beginning that the writer did not write and the error leaves out.
base::Result<NamedKey> findByName(const std::vector<Group>& groups,
                                  std::string_view name,
                                  std::string_view prefix = {});

/// The key that an environment variable means. The names in it become lower-case; where a name
/// could be read in several ways, the shortest first name wins.
base::Result<NamedKey> findByVariable(const std::vector<Group>& groups, std::string_view variable);

}  // namespace toolhost::config
