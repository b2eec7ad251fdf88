#include "schema/rendering.hpp"

#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "schema/location.hpp"
#include "schema/node.hpp"
#include "schema/text.hpp"

namespace toolhost::schema {
namespace {

constexpr std::size_t kShownBytesMax = 60;

}  // namespace

std::string shown(const nlohmann::json& value) {
    if (value.is_string()) {
        return base::quoted(shortened(value.get_ref<const std::string&>(), kShownBytesMax));
    }
    if (value.is_array()) return value.empty() ? "an empty array" : "an array";
    if (value.is_object()) return value.empty() ? "an empty object" : "an object";
    return value.is_primitive() && !value.is_binary() ? value.dump() : "something that is not JSON";
}

std::string got(const Instance& instance) {
    return instance.location.isSecret() ? std::string() : " (got " + shown(instance.value) + ")";
}

std::string alternatives(const std::vector<std::string>& parts) {
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? " or " : ", ";
        text += parts[i];
    }
    return text;
}

std::string counted(std::size_t count, const std::string& noun) {
    std::string text = std::to_string(count) + " " + noun;
    if (count == 1) return text;
    if (text.back() != 'y') return text + "s";
    text.pop_back();
    return text + "ies";
}

}  // namespace toolhost::schema
