#include "mcp/argument_headers.hpp"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.hpp"
#include "mcp/header_value.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

/// The argument, null when it is not there.
json valueAt(const json& arguments, const std::vector<std::string>& path) {
    const json* value = &arguments;
    for (const std::string& name : path) {
        if (!value->is_object() || !value->contains(name)) return nullptr;
        value = &(*value)[name];
    }
    return *value;
}

/// "42" and "42.0" are one number.
bool isSameNumber(std::string_view text, const json& number) {
    const json sent = json::parse(text, nullptr, false);
    return sent.is_number() && sent == number;
}

bool isSame(const std::string& sent, const json& value) {
    if (value.is_string()) return value.get_ref<const std::string&>() == sent;
    if (value.is_number()) return isSameNumber(sent, value);
    return value.is_boolean() && value.dump() == sent;
}

const std::string* findParam(const HeaderParams& params, std::string_view field) {
    const auto found = std::find_if(params.begin(), params.end(), [field](const auto& param) {
        return base::equalsIgnoringCase(param.first, field);
    });
    return found == params.end() ? nullptr : &found->second;
}

std::optional<Refusal> findMismatch(const tools::MirroredArgument& argument,
                                    const HeaderParams& params,
                                    const json& arguments) {
    const json value = valueAt(arguments, argument.path);
    if (value.is_null()) return std::nullopt;
    const std::string header = "Mcp-Param-" + argument.field;
    const std::string* sent = findParam(params, argument.field);
    if (sent == nullptr) {
        return headerMismatch(header + " header is missing; it repeats the argument " +
                              base::join(argument.path, "."));
    }
    const auto decoded = decodeHeaderValue(*sent);
    if (!decoded) {
        return headerMismatch(header + " header is not valid base64 between =?base64? and ?=");
    }
    if (isSame(*decoded, value)) return std::nullopt;
    return headerMismatch(header + " header " + base::quoted(*decoded) +
                          " differs from the argument " + base::join(argument.path, "."));
}

}  // namespace

std::optional<Refusal> findArgumentMismatch(const std::vector<tools::MirroredArgument>& mirrored,
                                            const HeaderParams& params,
                                            std::string_view arguments) {
    if (mirrored.empty()) return std::nullopt;
    const json parsed = json::parse(arguments, nullptr, false);
    for (const auto& argument : mirrored) {
        if (auto refusal = findMismatch(argument, params, parsed)) return refusal;
    }
    return std::nullopt;
}

}  // namespace toolhost::mcp
