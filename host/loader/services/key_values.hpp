#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "loader/services/question.hpp"
#include "store/database.hpp"

namespace toolhost::loader {

/// What was given as a value.
enum class ValueForm { Bytes = 0, Json = 1 };

struct StoredValue {
    std::string key;
    ValueForm form = ValueForm::Bytes;
    std::string value;
    /// Grows with each change of anything the plugin keeps, so that none comes twice.
    std::int64_t version = 0;
};

/// One step of a change, all of which is done or nothing.
struct KeyValueStep {
    enum class Kind { Put, Delete, Check };
    Kind kind = Kind::Check;
    std::string key{};
    /// The version the key has to have before; 0: it is not there; absent: whatever.
    std::optional<std::int64_t> version{};
    // Of Put.
    ValueForm form = ValueForm::Bytes;
    std::string value{};
    std::optional<std::int64_t> expires_us{};
};

/// What a done change was.
struct Changed {
    /// What its puts have as their version.
    std::int64_t version = 0;
    /// Keys that its deletes took away.
    std::int64_t deleted = 0;
};

/// Whose values, and how many of them at the most.
struct KeyValueOwner {
    std::string plugin_id;
    std::uint64_t keys_max = 0;
    std::uint64_t bytes_max = 0;
};

/// Which values are read one after another.
struct KeyValueRange {
    std::string prefix;
    /// The last key that was read before; absent at the beginning.
    std::optional<std::string> after;
    std::int64_t limit = 0;
    std::size_t bytes_max = 0;
};

struct KeyValuePage {
    std::vector<StoredValue> values;
    bool has_more = false;
};

/// What plugins keep by key, each for itself. Thread-safe.
class KeyValues {
public:
    static store::Migrations migrations();

    /// Both outlive it.
    KeyValues(store::Database& database, const base::Clock& clock)
        : database_(database), clock_(clock) {}

    /// Absent when there is none, or none any more.
    [[nodiscard]] base::Result<std::optional<StoredValue>> find(const std::string& plugin_id,
                                                                const std::string& key) const;

    /// Values in the order of their keys' bytes.
    [[nodiscard]] base::Result<KeyValuePage> list(const std::string& plugin_id,
                                                  const KeyValueRange& range) const;

    /// Does all steps or none, and says which on the database's thread, once it is durable. What
    /// has expired is gone before.
    void change(const KeyValueOwner& owner,
                std::vector<KeyValueStep> steps,
                std::function<void(std::variant<Changed, Refusal>)> done);

private:
    store::Database& database_;
    const base::Clock& clock_;
};

}  // namespace toolhost::loader
