#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace toolhost::sdk {

/// A reply of the ServiceNow service whose records are left as the text they came in.
struct RecordsReply {
    nlohmann::json members;    ///< all but `records`
    std::string_view records;  ///< a JSON array within the reply

    /// Parts a reply, which is valid JSON. Absent when it has no `records`, or has them anywhere
    /// but at its end, where the host writes them.
    static std::optional<RecordsReply> split(std::string_view reply) {
        // Within a JSON string its quotes would be escaped, so this is a member wherever it stands.
        constexpr std::string_view kName = ",\"records\":";
        const auto at = reply.find(kName);
        if (at == std::string_view::npos) return std::nullopt;
        auto members =
            nlohmann::json::parse(std::string(reply.substr(0, at)) + '}', nullptr, false);
        if (members.is_discarded()) return std::nullopt;  // a member of something further in
        auto records = reply.substr(at + kName.size());
        const auto end = records.rfind(']');
        const bool is_last = end != std::string_view::npos && records.front() == '[' &&
                             records.substr(end + 1) == "}";
        if (!is_last) return std::nullopt;
        return RecordsReply{std::move(members), records.substr(0, end + 1)};
    }
};

}  // namespace toolhost::sdk
