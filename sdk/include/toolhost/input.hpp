#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <toolhost/field_schema.hpp>

/// Structs as JSON: a struct names its fields once, and from that come its JSON Schema, how it is
/// read and how it is written.
///
///     struct Search {
///         std::string table;
///         int limit = 20;
///         template <class Field>
///         void fields(Field& field) {
///             field("table", table, "Table name, for example incident");
///             field("limit", limit, "Rows at the most").optional().between(1, 200);
///         }
///     };
///
/// Fields may be std::string, bool, integers, double, nlohmann::json (any value), std::optional,
/// std::vector, std::map<std::string, …> of these, and other such structs.
namespace toolhost::sdk {

class SchemaVisitor;
class ReadVisitor;
class WriteVisitor;

/// The JSON Schema of a type and how its values move. Specialise for a type of your own that is not
/// a struct with fields().
template <typename T, typename = void>
struct Codec {
    static SchemaJson schema();
    static T read(const nlohmann::json& value);
    static nlohmann::json write(const T& value);
};

/// Names a struct's fields and collects their schemas.
class SchemaVisitor {
public:
    template <typename T>
    FieldSchema operator()(const std::string& name, T& value, const std::string& meaning) {
        SchemaJson& property = properties_[name] = Codec<T>::schema();
        if (!meaning.empty()) property["description"] = meaning;
        required_.push_back(name);
        FieldSchema field(property, required_, name, SchemaJson(Codec<T>::write(value)));
        if (isOptional(value)) field.optional();
        return field;
    }

    SchemaJson schema() const {
        SchemaJson schema = {{"type", "object"}, {"properties", properties_}};
        if (!required_.empty()) schema["required"] = required_;
        schema["additionalProperties"] = false;
        return schema;
    }

private:
    template <typename T>
    static constexpr bool isOptional(const T&) {
        return false;
    }
    template <typename T>
    static constexpr bool isOptional(const std::optional<T>&) {
        return true;
    }

    SchemaJson properties_ = SchemaJson::object();
    SchemaJson required_ = SchemaJson::array();
};

/// Fills a struct's fields from a JSON object; a field that is not there keeps its initial value.
class ReadVisitor {
public:
    explicit ReadVisitor(const nlohmann::json& object) : object_(object) {}

    template <typename T>
    NoRemarks operator()(const std::string& name, T& value, const std::string&) {
        const auto found = object_.find(name);
        if (found == object_.end()) return {};
        try {
            value = Codec<T>::read(*found);
        } catch (const std::exception& e) {
            throw std::runtime_error(name + ": " + e.what());
        }
        return {};
    }

private:
    const nlohmann::json& object_;
};

/// Writes a struct's fields into a JSON object; an empty optional is left out.
class WriteVisitor {
public:
    template <typename T>
    NoRemarks operator()(const std::string& name, T& value, const std::string&) {
        nlohmann::json written = Codec<T>::write(value);
        if (!written.is_null()) object_[name] = std::move(written);
        return {};
    }

    nlohmann::json take() { return std::move(object_); }

private:
    nlohmann::json object_ = nlohmann::json::object();
};

template <typename T, typename Enable>
SchemaJson Codec<T, Enable>::schema() {
    T initial{};
    SchemaVisitor visitor;
    initial.fields(visitor);
    return visitor.schema();
}

template <typename T, typename Enable>
T Codec<T, Enable>::read(const nlohmann::json& value) {
    if (!value.is_object()) throw std::runtime_error("an object is expected");
    T result{};
    ReadVisitor visitor(value);
    result.fields(visitor);
    return result;
}

template <typename T, typename Enable>
nlohmann::json Codec<T, Enable>::write(const T& value) {
    T copy = value;  // fields() names members of a struct that is not const
    WriteVisitor visitor;
    copy.fields(visitor);
    return visitor.take();
}

template <>
struct Codec<std::string> {
    static SchemaJson schema() { return {{"type", "string"}}; }
    static std::string read(const nlohmann::json& value) { return value.get<std::string>(); }
    static nlohmann::json write(const std::string& value) { return value; }
};

template <>
struct Codec<bool> {
    static SchemaJson schema() { return {{"type", "boolean"}}; }
    static bool read(const nlohmann::json& value) { return value.get<bool>(); }
    static nlohmann::json write(bool value) { return value; }
};

template <typename T>
struct Codec<T, std::enable_if_t<std::is_integral_v<T> && !std::is_same_v<T, bool>>> {
    static SchemaJson schema() { return {{"type", "integer"}}; }
    static T read(const nlohmann::json& value) { return value.get<T>(); }
    static nlohmann::json write(T value) { return value; }
};

template <typename T>
struct Codec<T, std::enable_if_t<std::is_floating_point_v<T>>> {
    static SchemaJson schema() { return {{"type", "number"}}; }
    static T read(const nlohmann::json& value) { return value.get<T>(); }
    static nlohmann::json write(T value) { return value; }
};

template <>
struct Codec<nlohmann::json> {
    static SchemaJson schema() { return SchemaJson::object(); }
    static nlohmann::json read(const nlohmann::json& value) { return value; }
    static nlohmann::json write(const nlohmann::json& value) { return value; }
};

template <typename T>
struct Codec<std::optional<T>> {
    static SchemaJson schema() { return Codec<T>::schema(); }
    static std::optional<T> read(const nlohmann::json& value) { return Codec<T>::read(value); }
    static nlohmann::json write(const std::optional<T>& value) {
        return value ? Codec<T>::write(*value) : nlohmann::json();
    }
};

template <typename T>
struct Codec<std::vector<T>> {
    static SchemaJson schema() { return {{"type", "array"}, {"items", Codec<T>::schema()}}; }
    static std::vector<T> read(const nlohmann::json& value) {
        std::vector<T> items;
        for (const auto& item : value) {
            items.push_back(Codec<T>::read(item));
        }
        return items;
    }
    static nlohmann::json write(const std::vector<T>& value) {
        nlohmann::json items = nlohmann::json::array();
        for (const auto& item : value) {
            items.push_back(Codec<T>::write(item));
        }
        return items;
    }
};

template <typename T>
struct Codec<std::map<std::string, T>> {
    static SchemaJson schema() {
        return {{"type", "object"}, {"additionalProperties", Codec<T>::schema()}};
    }
    static std::map<std::string, T> read(const nlohmann::json& value) {
        std::map<std::string, T> entries;
        for (const auto& [key, item] : value.items()) {
            entries.emplace(key, Codec<T>::read(item));
        }
        return entries;
    }
    static nlohmann::json write(const std::map<std::string, T>& value) {
        nlohmann::json entries = nlohmann::json::object();
        for (const auto& [key, item] : value) {
            entries[key] = Codec<T>::write(item);
        }
        return entries;
    }
};

/// The input of a tool that takes nothing.
struct NoInput {
    template <class Field>
    void fields(Field&) {}
};

}  // namespace toolhost::sdk
