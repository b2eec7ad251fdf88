#pragma once

#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace toolhost::sdk {

/// A schema keeps the order in which fields were named, as people and models read it.
using SchemaJson = nlohmann::ordered_json;

/// What is said of a field beside its type, when a schema is made; ignored when values move.
class FieldSchema {
public:
    FieldSchema(SchemaJson& property, SchemaJson& required, std::string name, SchemaJson initial)
        : property_(property),
          required_(required),
          name_(std::move(name)),
          initial_(std::move(initial)) {}

    /// May be left out; the struct's own initial value then holds and is published as the default.
    FieldSchema& optional() {
        for (auto it = required_.begin(); it != required_.end(); ++it) {
            if (*it != name_) continue;
            required_.erase(it);
            break;
        }
        const bool is_worth_saying =
            !initial_.is_null() && !initial_.empty() && initial_ != SchemaJson("");
        if (is_worth_saying) property_["default"] = initial_;
        return *this;
    }

    /// The least and the greatest number, both allowed.
    template <typename Number>
    FieldSchema& between(Number least, Number greatest) {
        property_["minimum"] = least;
        property_["maximum"] = greatest;
        return *this;
    }

    /// The only values allowed.
    FieldSchema& oneOf(const std::vector<std::string>& values) {
        property_["enum"] = values;
        return *this;
    }

    /// The number of characters allowed.
    FieldSchema& length(std::size_t least, std::size_t greatest) {
        property_["minLength"] = least;
        property_["maxLength"] = greatest;
        return *this;
    }

    /// A regular expression (ECMA-262) a text must match.
    FieldSchema& pattern(std::string expression) {
        property_["pattern"] = std::move(expression);
        return *this;
    }

    /// Clients repeat it in the HTTP field Mcp-Param-<name>, by which requests can be routed.
    /// Texts, whole numbers and booleans only; no secrets.
    FieldSchema& header(std::string name) {
        property_["x-mcp-header"] = std::move(name);
        return *this;
    }

private:
    SchemaJson& property_;
    SchemaJson& required_;
    std::string name_;
    SchemaJson initial_;
};

/// Takes the remarks of FieldSchema and does nothing with them: for visitors that move values.
struct NoRemarks {
    NoRemarks& optional() { return *this; }
    template <typename Number>
    NoRemarks& between(Number, Number) {
        return *this;
    }
    NoRemarks& oneOf(const std::vector<std::string>&) { return *this; }
    NoRemarks& length(std::size_t, std::size_t) { return *this; }
    NoRemarks& pattern(const std::string&) { return *this; }
    NoRemarks& header(const std::string&) { return *this; }
};

}  // namespace toolhost::sdk
