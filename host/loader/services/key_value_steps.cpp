#include "loader/services/key_value_steps.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/text.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

constexpr std::size_t kKeyBytesMax = 512;
constexpr std::size_t kValueBytesMax = std::size_t{4} << 20;
constexpr std::size_t kStepsMax = 256;
constexpr std::int64_t kLifetimeSecondsMax = std::int64_t{100} * 366 * 86'400;
constexpr std::array<std::string_view, 8> kMembers = {
    "op", "key", "value", "bytes", "ttl_seconds", "if_version", "only_if_absent", "version"};

const json* memberOf(const json& object, const char* name) {
    const auto found = object.find(name);
    return found == object.end() ? nullptr : &*found;
}

/// A whole number within bounds; absent when the member is not there.
base::Result<std::optional<std::int64_t>> wholeOf(const json& step,
                                                  const char* name,
                                                  std::int64_t least,
                                                  std::int64_t most) {
    const json* member = memberOf(step, name);
    if (member == nullptr) return std::optional<std::int64_t>();
    if (member->is_number_integer()) {
        const auto number = member->get<std::int64_t>();
        if (number >= least && number <= most) return std::optional(number);
    }
    return base::Error{std::string(name) + " is a whole number from " + std::to_string(least) +
                       " to " + std::to_string(most)};
}

base::Result<KeyValueStep::Kind> kindOf(const json& step) {
    const json* op = memberOf(step, "op");
    const std::string name = op != nullptr && op->is_string() ? op->get<std::string>() : "";
    if (name == "put") return KeyValueStep::Kind::Put;
    if (name == "delete") return KeyValueStep::Kind::Delete;
    if (name == "check") return KeyValueStep::Kind::Check;
    return base::Error{"the op of a step is put, delete or check"};
}

/// The version that a step's key has to have.
base::Result<std::optional<std::int64_t>> versionOf(const json& step, KeyValueStep::Kind kind) {
    constexpr auto kMost = std::numeric_limits<std::int64_t>::max();
    const json* is_new = memberOf(step, "only_if_absent");
    if (is_new != nullptr && !is_new->is_boolean()) {
        return base::Error{"only_if_absent is true or false"};
    }
    auto given =
        wholeOf(step, kind == KeyValueStep::Kind::Check ? "version" : "if_version", 0, kMost);
    if (!given.ok()) return given;
    if (kind == KeyValueStep::Kind::Check && !given.value()) {
        return base::Error{"check wants the version; 0 means that the key is not there"};
    }
    if (is_new == nullptr || !is_new->get<bool>()) return given;
    if (given.value()) return base::Error{"if_version and only_if_absent exclude each other"};
    return std::optional<std::int64_t>(0);
}

/// The bytes beside the request that are a step's value.
base::Result<std::string> bytesOf(const json& step, std::string_view beside) {
    const json* part = memberOf(step, "bytes");
    if (part == nullptr) return std::string(beside);
    const auto most = static_cast<std::int64_t>(beside.size());
    const auto offset = wholeOf(*part, "offset", 0, most);
    if (!offset.ok()) return offset.error();
    const auto begin = offset.value().value_or(0);
    const auto size = wholeOf(*part, "size", 0, most - begin);
    if (!size.ok()) return size.error();
    return std::string(
        beside.substr(static_cast<std::size_t>(begin),
                      static_cast<std::size_t>(size.value().value_or(most - begin))));
}

base::Result<base::Done> readValue(const json& step, std::string_view beside, KeyValueStep& put) {
    const json* value = memberOf(step, "value");
    if (value != nullptr && memberOf(step, "bytes") != nullptr) {
        return base::Error{"a value is JSON (value) or bytes, not both"};
    }
    if (value != nullptr) {
        put.form = ValueForm::Json;
        put.value = answerJson(*value);
    } else {
        auto bytes = bytesOf(step, beside);
        if (!bytes.ok()) return bytes.error();
        put.value = std::move(bytes).value();
    }
    if (put.value.size() <= kValueBytesMax) return base::Done{};
    return base::Error{"a value has at most " + std::to_string(kValueBytesMax) + " bytes"};
}

base::Result<base::Done> readPut(const json& step,
                                 std::string_view beside,
                                 base::WallTime now,
                                 KeyValueStep& put) {
    const auto lifetime = wholeOf(step, "ttl_seconds", 1, kLifetimeSecondsMax);
    if (!lifetime.ok()) return lifetime.error();
    if (lifetime.value()) {
        put.expires_us =
            base::microsecondsSinceEpoch(now + std::chrono::seconds(*lifetime.value()));
    }
    return readValue(step, beside, put);
}

base::Result<base::Done> checkMembers(const json& step) {
    if (!step.is_object()) return base::Error{"a step is an object"};
    for (const auto& entry : step.items()) {
        if (std::find(kMembers.begin(), kMembers.end(), entry.key()) != kMembers.end()) continue;
        return base::Error{"no such member: " + base::quoted(entry.key())};
    }
    return base::Done{};
}

}  // namespace

base::Result<base::Done> checkKey(std::string_view key) {
    if (!key.empty() && key.size() <= kKeyBytesMax) return base::Done{};
    return base::Error{"a key is a text of 1 to " + std::to_string(kKeyBytesMax) + " bytes"};
}

base::Result<KeyValueStep> readStep(const json& step, std::string_view beside, base::WallTime now) {
    if (const auto known = checkMembers(step); !known.ok()) return known.error();
    const auto kind = kindOf(step);
    if (!kind.ok()) return kind.error();
    KeyValueStep read;
    read.kind = kind.value();
    const json* key = memberOf(step, "key");
    read.key = key != nullptr && key->is_string() ? key->get<std::string>() : std::string();
    if (const auto checked = checkKey(read.key); !checked.ok()) return checked.error();
    const auto version = versionOf(step, kind.value());
    if (!version.ok()) return version.error();
    read.version = version.value();
    if (read.kind != KeyValueStep::Kind::Put) return read;
    if (const auto put = readPut(step, beside, now, read); !put.ok()) return put.error();
    return read;
}

base::Result<std::vector<KeyValueStep>> readSteps(const json& steps,
                                                  std::string_view beside,
                                                  base::WallTime now) {
    if (!steps.is_array() || steps.empty() || steps.size() > kStepsMax) {
        return base::Error{"steps is a list of 1 to " + std::to_string(kStepsMax) + " steps"};
    }
    std::vector<KeyValueStep> read;
    for (const auto& step : steps) {
        auto one = readStep(step, beside, now);
        if (!one.ok()) return base::because("step " + std::to_string(read.size()), one.error());
        const bool has_value = step.contains("value") || step.contains("bytes");
        if (one.value().kind == KeyValueStep::Kind::Put && !has_value) {
            return base::Error{"step " + std::to_string(read.size()) +
                               ": a put in a transaction names its value or its bytes"};
        }
        read.push_back(std::move(one).value());
    }
    return read;
}

}  // namespace toolhost::loader
