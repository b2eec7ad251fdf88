#include "loader/services/service.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/json_text.hpp"
#include "base/text.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

/// Of the JSON; bytes beside it have the boundary's own bound.
constexpr std::size_t kRequestBytesMax = std::size_t{4} << 20;

bool isBeyondInt64(const json& whole) {
    return whole.is_number_unsigned() &&
           whole.get<std::uint64_t>() > std::uint64_t{std::numeric_limits<std::int64_t>::max()};
}

std::string_view described(Member::Type type) {
    switch (type) {
        case Member::Type::Text:
            return "a text";
        case Member::Type::Whole:
            return "a whole number";
        case Member::Type::Number:
            return "a number";
        case Member::Type::Flag:
            return "true or false";
        case Member::Type::List:
            return "a list";
        case Member::Type::Object:
            return "an object";
        case Member::Type::Any:
            break;
    }
    return "any value";
}

bool isOfType(const json& value, Member::Type type) {
    switch (type) {
        case Member::Type::Text:
            return value.is_string();
        case Member::Type::Whole:
            return value.is_number_integer() && !isBeyondInt64(value);
        case Member::Type::Number:
            return value.is_number();
        case Member::Type::Flag:
            return value.is_boolean();
        case Member::Type::List:
            return value.is_array();
        case Member::Type::Object:
            return value.is_object();
        case Member::Type::Any:
            break;
    }
    return true;
}

base::Result<base::Done> checkKnown(const json& request, const std::vector<Member>& members) {
    std::vector<std::string> names{"op"};
    for (const auto& member : members) {
        names.emplace_back(member.name);
    }
    for (const auto& entry : request.items()) {
        const auto& name = entry.key();
        if (std::find(names.begin(), names.end(), name) != names.end()) continue;
        return base::Error{"no such member: " + base::quoted(name) + base::didYouMean(name, names)};
    }
    return base::Done{};
}

base::Result<base::Done> check(const json& request, const std::vector<Member>& members) {
    for (const auto& member : members) {
        const std::string name(member.name);
        const auto found = request.find(name);
        if (found == request.end()) {
            if (member.presence == Member::Presence::Optional) continue;
            return base::Error{name + " is missing"};
        }
        if (isOfType(*found, member.type)) continue;
        return base::Error{name + " is " + std::string(described(member.type))};
    }
    return checkKnown(request, members);
}

}  // namespace

void Operations::ask(const boundary::Request& request, const boundary::Replied& replied) const {
    if (request.json.size() > kRequestBytesMax) {
        return refuse(replied,
                      {TOOLHOST_E_LIMIT, "too_large", "a request has at most 4 MiB of JSON"});
    }
    const bool is_json = base::isJson(request.json);  // which also bounds how deep it nests
    const json asked = is_json ? json::parse(request.json, nullptr, false) : json();
    const Question question(asked, request, replied);
    const auto operation = find(asked);
    if (operation.ok()) {
        operation.value()->perform(question);
    } else {
        question.refuseArgument(operation.error().what);
    }
}

base::Result<const Operations::Operation*> Operations::find(const json& request) const {
    if (!request.is_object()) return base::Error{"a request is a JSON object in UTF-8"};
    const json op = request.value("op", json());
    std::vector<std::string> names;
    for (const auto& each : operations_) {
        if (op == each.name) {
            const auto checked = check(request, each.members);
            if (!checked.ok()) return base::because(std::string(each.name), checked.error());
            return &each;
        }
        names.emplace_back(each.name);
    }
    return base::Error{"op is one of " + base::join(names, ", ")};
}

}  // namespace toolhost::loader
