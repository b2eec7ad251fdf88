#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "config/settings.hpp"
#include "config/sources.hpp"

namespace toolhost::config {

/// What stands for the <words> of a key's name, in their order: {"dev"} when
/// "servicenow.<instance>.url" is written "servicenow.dev.url".
using Captures = std::vector<std::string>;

/// Where a key's value is kept in Settings. Made by the functions below; thread-safe.
struct Field {
    /// Puts the value that a text means, or says why the text is not one.
    std::function<base::Result<base::Done>(
        Settings&, const Captures&, std::string_view, const Environment&)>
        put;
    /// The value's text, secrets redacted. The captures are among present().
    std::function<std::string(const Settings&, const Captures&)> show;
    /// Whether two settings hold the same; the captures are present in both.
    std::function<bool(const Settings&, const Settings&, const Captures&)> equal;
    /// What the <words> of the name may be replaced by, given the settings; once {} when it has
    /// none.
    std::function<std::vector<Captures>(const Settings&)> present;
    /// What may be written, for people.
    std::string accepts;
};

/// Between a field's type and its codec's: durations are counts, counts are sized.
template <typename To, typename From>
To convert(const From& from) {
    if constexpr (std::is_same_v<To, From>) {
        return from;
    } else if constexpr (std::is_arithmetic_v<To> && std::is_class_v<From>) {
        return static_cast<To>(from.count());
    } else {
        return static_cast<To>(from);
    }
}

template <typename T>
bool isSame(const T& one, const T& other) {
    return one == other;
}
inline bool isSame(const base::Secret& one, const base::Secret& other) {
    return one.reveal() == other.reveal();
}

/// The entry of a map: made when the map may change, required to be there when not.
template <typename Map>
auto& entryOf(Map& map, const std::string& name) {
    if constexpr (std::is_const_v<Map>) {
        return map.at(name);
    } else {
        return map[name];
    }
}

/// A field from the function that finds it in settings (const or not) and the one that lists it.
template <typename Codec, typename Locate, typename Present>
Field bindField(Codec codec, Locate locate, Present present) {
    using Stored = std::decay_t<decltype(locate(std::declval<Settings&>(), Captures{}))>;
    using Value = typename Codec::Value;
    Field field;
    field.put = [=](Settings& settings,
                    const Captures& captures,
                    std::string_view text,
                    const Environment& environment) -> base::Result<base::Done> {
        auto value = codec.parse(text, environment);
        if (!value) return value.error();
        locate(settings, captures) = convert<Stored>(std::move(value).value());
        return base::Done{};
    };
    field.show = [=](const Settings& settings, const Captures& captures) {
        return codec.show(convert<Value>(locate(settings, captures)));
    };
    field.equal = [=](const Settings& one, const Settings& other, const Captures& captures) {
        return isSame(locate(one, captures), locate(other, captures));
    };
    field.present = present;
    field.accepts = codec.accepts();
    return field;
}

/// A field of a room's settings.
template <typename Room, typename T, typename Codec>
Field fieldOf(Room Settings::*room, T Room::*member, Codec codec) {
    return bindField(
        std::move(codec),
        [=](auto& settings, const Captures&) -> auto& { return settings.*room.*member; },
        [](const Settings&) { return std::vector<Captures>{{}}; });
}

/// The captures of a map's keys, one each.
template <typename Map>
std::vector<Captures> namesIn(const Map& map) {
    std::vector<Captures> names;
    names.reserve(map.size());
    for (const auto& entry : map) {
        names.push_back({entry.first});
    }
    return names;
}

/// A field of what a map in a room's settings holds by name.
template <typename Room, typename T, typename Member, typename Codec>
Field fieldOfEach(Room Settings::*room,
                  std::map<std::string, T> Room::*map,
                  Member T::*member,
                  Codec codec) {
    return bindField(
        std::move(codec),
        [=](auto& settings, const Captures& captures) -> auto& {
            return entryOf(settings.*room.*map, captures.front()).*member;
        },
        [=](const Settings& settings) { return namesIn(settings.*room.*map); });
}

}  // namespace toolhost::config
