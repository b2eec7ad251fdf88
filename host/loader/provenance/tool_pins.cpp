#include "loader/provenance/tool_pins.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "base/ids.hpp"
#include "crypto/digest.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

constexpr std::array<const char*, 5> kParts = {
    "title", "description", "inputSchema", "outputSchema", "annotations"};

/// nlohmann::json keeps members sorted and writes numbers in one way: the same value, the same
/// text.
std::string digestOf(const json& part) {
    const std::string text = part.dump(-1, ' ', false, json::error_handler_t::replace);
    return base::toHex(crypto::bytesOf(crypto::sha256(text)));
}

json partsOf(const json& tool) {
    json parts = json::object();
    for (const char* name : kParts) {
        if (const auto part = tool.find(name); part != tool.end()) parts[name] = digestOf(*part);
    }
    return parts;
}

void compareParts(const std::string& tool,
                  const json& before,
                  const json& now,
                  std::vector<std::string>& found) {
    for (const char* part : kParts) {
        const bool was_there = before.contains(part);
        const bool is_there = now.contains(part);
        if (was_there && !is_there) found.push_back(tool + ": no " + part + " any more");
        if (!was_there && is_there) found.push_back(tool + ": now has " + part);
        if (was_there && is_there && before[part] != now[part])
            found.push_back(tool + ": another " + part);
    }
}

}  // namespace

base::Result<std::string> pinsOf(const std::vector<std::string>& tool_texts) {
    json pins = json::object();
    for (const auto& text : tool_texts) {
        const json tool = json::parse(text, nullptr, false);
        if (!tool.is_object()) return base::Error{"one of its tools is not a JSON object"};
        const auto name = tool.find("name");
        if (name == tool.end() || !name->is_string()) {
            return base::Error{"one of its tools has no name"};
        }
        pins[name->get<std::string>()] = partsOf(tool);
    }
    return pins.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<std::string> differences(const std::string& pins, const std::string& pins_now) {
    const json before = json::parse(pins, nullptr, false);
    const json now = json::parse(pins_now, nullptr, false);
    std::vector<std::string> found;
    if (!before.is_object() || !now.is_object()) return found;
    for (const auto& [tool, parts] : before.items()) {
        if (const auto after = now.find(tool); after != now.end()) {
            compareParts(tool, parts, *after, found);
        } else {
            found.push_back(tool + ": gone");
        }
    }
    for (const auto& [tool, parts] : now.items()) {
        if (!before.contains(tool)) found.push_back(tool + ": new");
    }
    return found;
}

}  // namespace toolhost::loader
