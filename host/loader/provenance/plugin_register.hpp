#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "store/database.hpp"

namespace toolhost::loader {

/// What is remembered of a plugin, by its id.
struct PluginRecord {
    std::string id;
    /// The highest version that served; nothing lower serves until the admin says so.
    std::string floor;
    /// What its tools said when the admin approved them, or when they were first seen.
    std::string pins;
    /// What they say now, where that is something else; empty when it is not.
    std::string pins_seen;
};

/// One content that served as a plugin.
struct ServedContent {
    std::string sha256;
    std::string version;
};

/// That a file's content was rolled back: while the file still has it, an earlier one serves.
struct Hold {
    std::string aside_sha256;
    std::string serves_sha256;
};

/// The loader's own tables in the host's database. Each change is one transaction, so that a killed
/// process leaves either what was before or what comes after. Thread-safe.
class PluginRegister {
public:
    static store::Migrations migrations();

    /// The database outlives it.
    explicit PluginRegister(store::Database& database) : database_(database) {}

    /// What is remembered of the plugin; absent when it never served.
    [[nodiscard]] base::Result<std::optional<PluginRecord>> find(const std::string& id) const;

    /// Remembers that this content serves: raises the floor to its version, pins its tools when the
    /// plugin is new, and keeps what they say now beside the pins otherwise. Forgets the oldest of
    /// its contents beyond `copies_max`.
    base::Result<base::Done> recordServed(const std::string& id,
                                          const ServedContent& content,
                                          const std::string& pins,
                                          std::size_t copies_max,
                                          base::WallTime now);

    /// Remembers what the tools of a plugin say that was refused for it.
    base::Result<base::Done> recordSeen(const std::string& id, const std::string& pins);

    /// Makes what the tools were last seen to say the pins. An error when nothing awaits approval.
    base::Result<base::Done> approve(const std::string& id);

    /// Lets that version serve and everything above it. An error for a plugin that never served.
    base::Result<base::Done> setFloor(const std::string& id, const std::string& version);

    /// Remembers that instead of what the file has, that earlier content of the plugin serves, and
    /// lets its version and everything above serve again.
    base::Result<base::Done> rollBack(const std::string& id,
                                      const std::string& file,
                                      const Hold& hold,
                                      const std::string& version);

    /// What is set aside of that file, if anything is.
    [[nodiscard]] base::Result<std::optional<Hold>> findHold(const std::string& file) const;

    /// Lets the file's own content serve again.
    base::Result<base::Done> release(const std::string& file);

    /// The contents that served as the plugin, the latest first.
    [[nodiscard]] base::Result<std::vector<ServedContent>> contents(const std::string& id) const;

    /// The SHA-256 of every content that is remembered, whatever the plugin.
    [[nodiscard]] base::Result<std::set<std::string>> allContents() const;

private:
    store::Database& database_;
};

}  // namespace toolhost::loader
