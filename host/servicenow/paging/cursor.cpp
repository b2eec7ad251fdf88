#include "servicenow/paging/cursor.hpp"

#include <nlohmann/json.hpp>

#include "base/base64.hpp"
#include "base/text.hpp"
#include "crypto/digest.hpp"
#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::chrono::hours kLifetime{24};
constexpr std::size_t kCursorBytesMax = 16U << 10U;

std::string boundTo(const Question& question) {
    return "toolhost servicenow cursor 1\n" + question.instance + '\n' + question.user;
}

std::string fingerprint(const std::string& text) {
    return base::encodeBase64Url(crypto::bytesOf(crypto::sha256(text)));
}

Json jsonOf(const Place& place) {
    Json json = {{"offset", place.offset},
                 {"by_offset", place.is_by_offset},
                 {"start", place.start},
                 {"seen", place.seen},
                 {"hidden", place.rows_hidden}};
    if (place.total) json["total"] = *place.total;
    if (place.after) json["after"] = {{"values", place.after->values}, {"id", place.after->sys_id}};
    return json;
}

/// Only for what was sealed by jsonOf().
Place placeOf(const Json& json) {
    Place place;
    place.offset = json.at("offset").get<std::int64_t>();
    place.is_by_offset = json.at("by_offset").get<bool>();
    place.start = json.at("start").get<std::int64_t>();
    place.seen = json.at("seen").get<std::int64_t>();
    place.rows_hidden = json.at("hidden").get<bool>();
    if (json.contains("total")) place.total = json.at("total").get<std::int64_t>();
    if (json.contains("after")) {
        place.after = {json.at("after").at("values").get<std::vector<std::string>>(),
                       json.at("after").at("id").get<std::string>()};
    }
    return place;
}

base::Error notOurs() {
    return {
        "the cursor cannot be read: it was changed, or made for another user, another instance or "
        "by another host; ask without cursor to start again"};
}

/// What differs between the question the cursor was made for and this one; empty when nothing.
std::string differenceTo(const Json& sealed, const Question& question) {
    if (textOf(sealed, "table") != question.table) {
        return "another table, " + base::quoted(textOf(sealed, "table"));
    }
    if (textOf(sealed, "query") != fingerprint(question.query)) return "another query";
    return textOf(sealed, "shape") == question.shape ? "" : "other fields";
}

}  // namespace

base::Result<std::string> sealPlace(const crypto::Sealer& sealer,
                                    base::WallTime now,
                                    const Question& question,
                                    const Place& place) {
    const Json json = {{"table", question.table},
                       {"query", fingerprint(question.query)},
                       {"shape", question.shape},
                       {"until", base::secondsSinceEpoch(now + kLifetime)},
                       {"place", jsonOf(place)}};
    auto sealed = sealer.seal(writeJson(json), boundTo(question));
    if (!sealed) return base::because("make a cursor", sealed.error());
    return base::encodeBase64Url(sealed.value());
}

base::Result<Place> openPlace(const crypto::Sealer& sealer,
                              base::WallTime now,
                              const Question& question,
                              const std::string& cursor) {
    if (cursor.size() > kCursorBytesMax) return notOurs();
    const auto sealed = base::decodeBase64Url(cursor);
    const auto text = sealer.open(sealed.value_or(""), boundTo(question));
    const auto json = text ? parseJson(text.value()) : std::nullopt;
    if (!json) return notOurs();
    if (const auto difference = differenceTo(*json, question); !difference.empty()) {
        return base::Error{"the cursor was made for " + difference +
                           "; repeat the request exactly as it was, with the cursor added, or ask "
                           "without cursor to start again"};
    }
    if (json->at("until").get<std::int64_t>() < base::secondsSinceEpoch(now)) {
        return base::Error{"the cursor is older than a day; ask without cursor to start again"};
    }
    return placeOf(json->at("place"));
}

}  // namespace toolhost::servicenow
