#pragma once

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "base/text.hpp"
#include "config/sources.hpp"

namespace toolhost::config {

// A codec turns the text of a value into what a field holds, and back. Each has
//   Value                              what it makes
//   parse(text, environment)           that, or why the text is not one
//   show(value)                        the text that parse() takes; "[redacted]" of a secret
//   accepts()                          what may be written, for the reference file

/// A whole number within bounds; also a duration, counted in the unit of its field.
struct Whole {
    using Value = std::int64_t;
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::string_view unit = {};

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const;
    [[nodiscard]] std::string show(Value value) const { return std::to_string(value); }
    [[nodiscard]] std::string accepts() const;
};

/// true or false, nothing else.
struct Switch {
    using Value = bool;

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const;
    [[nodiscard]] std::string show(Value value) const { return value ? "true" : "false"; }
    [[nodiscard]] std::string accepts() const { return "true or false"; }
};

/// Text that a rule may refuse.
struct Text {
    using Value = std::string;
    /// Says why a text is refused, absent when it is not.
    using Rule = std::optional<base::Error> (*)(std::string_view);
    std::string_view described;
    Rule refuse = nullptr;

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const;
    [[nodiscard]] std::string show(const Value& value) const { return value; }
    [[nodiscard]] std::string accepts() const { return std::string(described); }
};

/// Texts separated by commas, each under one rule.
struct List {
    using Value = std::vector<std::string>;
    Text item;

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const;
    [[nodiscard]] std::string show(const Value& value) const { return base::join(value, ", "); }
    [[nodiscard]] std::string accepts() const { return item.accepts() + ", separated by commas"; }
};

/// A directory, made or looked for when its room starts.
struct Directory {
    using Value = std::filesystem::path;

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const;
    [[nodiscard]] std::string show(const Value& value) const { return value.string(); }
    [[nodiscard]] std::string accepts() const { return "a directory"; }
};

/// A file or a socket by its whole path, or none.
struct Path {
    using Value = std::filesystem::path;

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const;
    [[nodiscard]] std::string show(const Value& value) const { return value.string(); }
    [[nodiscard]] std::string accepts() const { return "an absolute path"; }
};

/// The file of a private key (secrets.hpp, resolveKeyFile).
struct KeyFile {
    using Value = std::filesystem::path;

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const;
    [[nodiscard]] std::string show(const Value& value) const { return value.string(); }
    [[nodiscard]] std::string accepts() const { return "an absolute path or credential:NAME"; }
};

/// A secret, by reference only (secrets.hpp, resolveSecret).
struct SecretReference {
    using Value = base::Secret;

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const;
    [[nodiscard]] std::string show(const Value& value) const;
    [[nodiscard]] std::string accepts() const { return "file:/path, env:NAME or credential:NAME"; }
};

/// What the codec takes, or nothing at all.
template <typename Codec>
struct OrNothing {
    using Value = typename Codec::Value;
    Codec codec;

    [[nodiscard]] base::Result<Value> parse(std::string_view text,
                                            const Environment& environment) const {
        if (text.empty()) return Value{};
        return codec.parse(text, environment);
    }
    [[nodiscard]] std::string show(const Value& value) const { return codec.show(value); }
    [[nodiscard]] std::string accepts() const { return codec.accepts(); }
};

/// One of a few words.
template <typename E>
struct Choice {
    using Value = E;
    std::vector<std::pair<std::string, E>> words;

    [[nodiscard]] base::Result<Value> parse(std::string_view text, const Environment&) const {
        const auto found = std::find_if(
            words.begin(), words.end(), [text](const auto& word) { return word.first == text; });
        if (found != words.end()) return found->second;
        return base::Error{base::quoted(text) + " is not one of " + accepts() +
                           base::didYouMean(text, names())};
    }

    [[nodiscard]] std::string show(Value value) const {
        const auto found = std::find_if(
            words.begin(), words.end(), [value](const auto& word) { return word.second == value; });
        return found == words.end() ? std::string() : found->first;
    }

    [[nodiscard]] std::string accepts() const { return base::join(names(), " | "); }

private:
    [[nodiscard]] std::vector<std::string> names() const {
        std::vector<std::string> result;
        for (const auto& word : words) {
            result.push_back(word.first);
        }
        return result;
    }
};

// Rules of texts.
std::optional<base::Error> refuseNoHost(std::string_view text);
/// Plain http leaves this machine for nobody: it is refused unless the host is loopback.
std::optional<base::Error> refuseUnsafeOrigin(std::string_view text);
std::optional<base::Error> refuseNoOrigin(std::string_view text);
std::optional<base::Error> refuseNoProxy(std::string_view text);
std::optional<base::Error> refuseNoPort(std::string_view text);
std::optional<base::Error> refuseNoNetwork(std::string_view text);
/// The field of a request that may hold a second token: never one that has a meaning already.
std::optional<base::Error> refuseNoTokenField(std::string_view text);
std::optional<base::Error> refuseNoPrefix(std::string_view text);
std::optional<base::Error> refuseUnreadableFile(std::string_view text);

}  // namespace toolhost::config
