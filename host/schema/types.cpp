#include "schema/types.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "schema/number.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema {
namespace {

struct Type {
    std::string_view name;
    std::string_view with_article;
};

constexpr std::array<Type, 7> kTypes = {{{"null", "null"},
                                         {"boolean", "a boolean"},
                                         {"integer", "an integer"},
                                         {"number", "a number"},
                                         {"string", "a string"},
                                         {"array", "an array"},
                                         {"object", "an object"}}};

constexpr unsigned kNull = 1U << 0U;
constexpr unsigned kBoolean = 1U << 1U;
constexpr unsigned kInteger = 1U << 2U;
constexpr unsigned kNumber = 1U << 3U;
constexpr unsigned kString = 1U << 4U;
constexpr unsigned kArray = 1U << 5U;
constexpr unsigned kObject = 1U << 6U;

unsigned bitNamed(std::string_view name) {
    for (unsigned i = 0; i < kTypes.size(); ++i) {
        if (kTypes[i].name == name) return 1U << i;
    }
    return 0;
}

}  // namespace

bool TypeSet::add(std::string_view name) {
    const unsigned bit = bitNamed(name);
    bits_ |= bit;
    return bit != 0;
}

bool TypeSet::has(std::string_view name) const {
    return (bits_ & bitNamed(name)) != 0;
}

bool TypeSet::holds(const nlohmann::json& instance) const {
    using Value = nlohmann::json::value_t;
    switch (instance.type()) {
        case Value::null:
            return (bits_ & kNull) != 0;
        case Value::boolean:
            return (bits_ & kBoolean) != 0;
        case Value::number_integer:
        case Value::number_unsigned:
            return (bits_ & (kInteger | kNumber)) != 0;
        case Value::number_float:
            return (bits_ & kNumber) != 0 || ((bits_ & kInteger) != 0 && isInteger(instance));
        case Value::string:
            return (bits_ & kString) != 0;
        case Value::array:
            return (bits_ & kArray) != 0;
        case Value::object:
            return (bits_ & kObject) != 0;
        case Value::binary:
        case Value::discarded:
            return false;
    }
    return false;
}

std::string TypeSet::describe() const {
    std::vector<std::string> parts;
    for (unsigned i = 0; i < kTypes.size(); ++i) {
        if ((bits_ & (1U << i)) != 0) parts.emplace_back(kTypes[i].with_article);
    }
    return alternatives(parts);
}

}  // namespace toolhost::schema
