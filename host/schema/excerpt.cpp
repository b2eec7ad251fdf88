#include "schema/excerpt.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>
#include <string>

namespace toolhost::schema {
namespace {

using nlohmann::json;
namespace dom = simdjson::dom;

json excerpt(const dom::element& value, const Interest& interest);

json excerptOfObject(const dom::object& object, const Interest& interest) {
    json kept = json::object();
    for (const auto& [name, value] : object) {
        // The last of several members of one name counts, as where the text is read whole.
        if (interest.isInAll()) {
            kept[std::string(name)] = excerpt(value, interest);
        } else if (const auto* const wanted = interest.inMember(name)) {
            kept[std::string(name)] = excerpt(value, *wanted);
        } else if (interest.isInNames()) {
            kept[std::string(name)] = nullptr;
        }
    }
    return kept;
}

json excerptOfArray(const dom::array& array, const Interest& interest) {
    json kept = json::array();
    const auto* const wanted = interest.isInAll() ? &interest : interest.inItems();
    if (wanted == nullptr) return kept;
    for (const auto& item : array) {
        kept.push_back(excerpt(item, *wanted));
    }
    return kept;
}

/// Recurses as deep as the parser let the text be.
json excerpt(const dom::element& value, const Interest& interest) {
    switch (value.type()) {
        case dom::element_type::OBJECT:
            return excerptOfObject(dom::object(value), interest);
        case dom::element_type::ARRAY:
            return excerptOfArray(dom::array(value), interest);
        case dom::element_type::STRING:
            return std::string_view(value);
        case dom::element_type::INT64:
            return std::int64_t(value);
        case dom::element_type::UINT64:
            return std::uint64_t(value);
        case dom::element_type::DOUBLE:
            return double(value);
        case dom::element_type::BOOL:
            return bool(value);
        case dom::element_type::NULL_VALUE:
            return nullptr;
    }
    return nullptr;
}

}  // namespace

std::optional<json> excerptOf(std::string_view json_text,
                              const Interest& interest,
                              std::size_t levels_max) {
    const simdjson::padded_string padded(json_text);
    dom::parser parser;
    if (parser.allocate(padded.size(), levels_max) != simdjson::SUCCESS) return std::nullopt;
    dom::element value;
    if (parser.parse(padded).get(value) != simdjson::SUCCESS) return std::nullopt;
    return excerpt(value, interest);
}

}  // namespace toolhost::schema
