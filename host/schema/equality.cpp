#include "schema/equality.hpp"

#include <nlohmann/json.hpp>

#include "schema/number.hpp"

namespace toolhost::schema {
namespace {

using nlohmann::json;

int rank(const json& value) {
    if (value.is_null()) return 0;
    if (value.is_boolean()) return 1;
    if (value.is_number()) return 2;
    if (value.is_string()) return 3;
    if (value.is_array()) return 4;
    return value.is_object() ? 5 : 6;
}

template <typename Value>
int threeWay(const Value& one, const Value& other) {
    if (one < other) return -1;
    return other < one ? 1 : 0;
}

int orderNumbers(const json& one, const json& other) {
    const auto ordering = compareNumbers(one, other);
    if (ordering == std::partial_ordering::equivalent) return 0;
    return ordering == std::partial_ordering::less ? -1 : 1;
}

int orderArrays(const json& one, const json& other) {
    if (const int sizes = threeWay(one.size(), other.size()); sizes != 0) return sizes;
    auto theirs = other.begin();
    for (const auto& ours : one) {
        if (const int items = order(ours, *theirs++); items != 0) return items;
    }
    return 0;
}

int orderObjects(const json& one, const json& other) {
    if (const int sizes = threeWay(one.size(), other.size()); sizes != 0) return sizes;
    auto theirs = other.begin();
    for (auto ours = one.begin(); ours != one.end(); ++ours, ++theirs) {
        if (const int names = ours.key().compare(theirs.key()); names != 0) return names;
        if (const int values = order(*ours, *theirs); values != 0) return values;
    }
    return 0;
}

}  // namespace

int order(const json& one, const json& other) {
    if (const int ranks = threeWay(rank(one), rank(other)); ranks != 0) return ranks;
    if (one.is_number()) return orderNumbers(one, other);
    if (one.is_array()) return orderArrays(one, other);
    if (one.is_object()) return orderObjects(one, other);
    if (one.is_string()) {
        return one.get_ref<const std::string&>().compare(other.get_ref<const std::string&>());
    }
    return one.is_boolean() ? threeWay(one.get<bool>(), other.get<bool>()) : 0;
}

}  // namespace toolhost::schema
