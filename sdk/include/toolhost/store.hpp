#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <toolhost/asking.hpp>

namespace toolhost::sdk {

/// What is to be true of a key for a change to be made; nothing by default.
struct StoreCondition {
    std::optional<std::int64_t> version;
    static StoreCondition isAbsent() { return {0}; }
    static StoreCondition hasVersion(std::int64_t version) { return {version}; }
};

/// How a value is kept.
struct StorePut {
    StoreCondition only_if{};
    /// For how long; absent means until it is deleted.
    std::optional<std::chrono::seconds> lifetime{};
};

/// What a plugin keeps by key, in the host's database: its own, seen by no other plugin, there
/// again after a restart. Functions wait for the host and throw ServiceError; to go on without
/// waiting, ask() with a request of the SDK's SERVICES.md. Thread-safe.
class Store {
public:
    /// A value and its version, which grows with every change.
    struct Value {
        std::int64_t version = 0;
        nlohmann::json json;  ///< null when it was kept as bytes
        std::string bytes;
    };

    using If = StoreCondition;
    using Put = StorePut;

    struct Entry {
        std::string key;
        std::int64_t version = 0;
        nlohmann::json json;       ///< null when it was kept as bytes
        std::string bytes_base64;  ///< empty when it was kept as JSON
    };
    struct Page {
        std::vector<Entry> entries;
        /// Where to go on; empty at the end.
        std::string next_cursor;
    };

    explicit Store(Asking asking) : asking_(std::move(asking)) {}

    /// Absent when there is none.
    std::optional<Value> get(std::string_view key) const {
        Reply reply = wait({{"op", "get"}, {"key", key}});
        if (!reply.json.value("found", false)) return std::nullopt;
        return Value{reply.json.value("version", std::int64_t{0}),
                     reply.json.value("value", nlohmann::json()),
                     std::move(reply.bytes)};
    }

    /// Keeps JSON, and says its version. ServiceError of kind "conflict": what was to be true of
    /// the key is not.
    std::int64_t put(std::string_view key, const nlohmann::json& value, const Put& how = {}) const {
        nlohmann::json request = requestOf("put", key, how);
        request["value"] = value;
        return wait(request).json.value("version", std::int64_t{0});
    }

    /// The same for bytes.
    std::int64_t putBytes(std::string_view key, std::string_view bytes, const Put& how = {}) const {
        return wait(requestOf("put", key, how), bytes).json.value("version", std::int64_t{0});
    }

    /// Whether there was something to delete.
    bool remove(std::string_view key, const If& only_if = {}) const {
        nlohmann::json request = {{"op", "delete"}, {"key", key}};
        if (only_if.version) request["if_version"] = *only_if.version;
        return wait(request).json.value("deleted", false);
    }

    /// Values whose keys begin so, in the order of the keys' bytes.
    Page scan(std::string_view prefix,
              std::string_view cursor = {},
              std::int64_t limit = 100) const {
        nlohmann::json request = {{"op", "scan"}, {"prefix", prefix}, {"limit", limit}};
        if (!cursor.empty()) request["cursor"] = cursor;
        const nlohmann::json page = wait(request).json;
        Page read;
        for (const auto& entry : page.value("entries", nlohmann::json::array())) {
            read.entries.push_back({entry.value("key", ""),
                                    entry.value("version", std::int64_t{0}),
                                    entry.value("value", nlohmann::json()),
                                    entry.value("bytes_base64", "")});
        }
        read.next_cursor = page.value("next_cursor", "");
        return read;
    }

    /// Makes all of the changes or none: steps as SERVICES.md describes them.
    void transact(const nlohmann::json& steps, std::string_view bytes = {}) const {
        wait({{"op", "transaction"}, {"steps", steps}}, bytes);
    }

    /// Asks without waiting.
    void ask(const nlohmann::json& request, std::string_view bytes, Then then) const {
        asking_.ask(TOOLHOST_STORE_SERVICE, request, bytes, std::move(then));
    }

private:
    Reply wait(const nlohmann::json& request, std::string_view bytes = {}) const {
        return asking_.wait(TOOLHOST_STORE_SERVICE, request, bytes);
    }

    static nlohmann::json requestOf(const char* op, std::string_view key, const Put& how) {
        nlohmann::json request = {{"op", op}, {"key", key}};
        if (how.only_if.version) request["if_version"] = *how.only_if.version;
        if (how.lifetime) request["ttl_seconds"] = how.lifetime->count();
        return request;
    }

    Asking asking_;
};

}  // namespace toolhost::sdk
