#include "servicenow/exchange/api_reply.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "servicenow/json_text.hpp"

namespace toolhost::servicenow {
namespace {

using Kind = Problem::Kind;

constexpr std::size_t kReflectedBytesMax = 2'000;
constexpr std::size_t kTransactionIdMax = 64;

bool isInvalidTable(std::string_view message) {
    constexpr std::string_view kInvalidTable = "Invalid table";
    return message.substr(0, kInvalidTable.size()) == kInvalidTable;
}

Kind kindOf(int status, std::string_view message) {
    if (status == 400) return isInvalidTable(message) ? Kind::UnknownTable : Kind::InvalidRequest;
    if (status == 401) return Kind::Unauthorized;
    if (status == 403) return Kind::Forbidden;
    if (status == 404) return Kind::NotFound;
    if (status == 409) return Kind::InvalidRequest;
    if (status == 429) return Kind::RateLimited;
    return status >= 500 ? Kind::Unavailable : Kind::Protocol;
}

std::string hintFor(Kind kind) {
    switch (kind) {
        case Kind::UnknownTable:
            return "the tables operation finds tables by a part of their name or label";
        case Kind::Unauthorized:
            return "the instance did not accept this user's credentials; the administrator can "
                   "check that the user is active and may use the REST API";
        case Kind::Forbidden:
            return "the user lacks a role, or a rule of the instance forbids it";
        case Kind::NotFound:
            return "the record does not exist, or this user may not see it: ServiceNow answers "
                   "the same for both";
        case Kind::RateLimited:
            return "wait before trying again, and ask for more at once instead of more often";
        case Kind::Unavailable:
            return "try again later; if the message speaks of execution time, narrow the query";
        default:
            return {};
    }
}

std::string transactionOf(const outbound::Response& response) {
    const std::string id(response.findHeader("X-Transaction-ID").value_or(""));
    const auto isPlain = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    };
    const bool is_usable =
        id.size() <= kTransactionIdMax && std::all_of(id.begin(), id.end(), isPlain);
    return is_usable ? id : std::string();
}

std::optional<std::int64_t> totalOf(const outbound::Response& response) {
    const auto text = response.findHeader("X-Total-Count");
    if (!text) return std::nullopt;
    std::int64_t total = -1;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), total);
    const bool is_count = error == std::errc() && end == text->data() + text->size() && total >= 0;
    return is_count ? std::optional(total) : std::nullopt;
}

std::string cut(const std::string& text) {
    return text.size() <= kReflectedBytesMax ? text : text.substr(0, kReflectedBytesMax) + "…";
}

Problem refusal(const outbound::Response& response,
                const Json& body,
                const std::string& attempted) {
    const Json& error = memberOf(body, "error");
    const std::string said = cut(textOf(error, "message"));
    const Kind kind = kindOf(response.status, said);
    std::string message = attempted + ": ServiceNow answered " + std::to_string(response.status);
    if (!said.empty()) message += ": " + said;
    return {.kind = kind,
            .message = std::move(message),
            .detail = cut(textOf(error, "detail")),
            .status = response.status,
            .hint = hintFor(kind),
            .transaction_id = transactionOf(response)};
}

constexpr const char* kCutByQuota =
    "the answer was probably cut short by a transaction quota; ask for fewer records or fields";

/// A quota that runs out while rows are written leaves status 200, rows, and then an error: in the
/// JSON if it still closes, otherwise in what is no JSON any more.
Problem cutShort(const outbound::Response& response,
                 const Json& body,
                 const std::string& attempted) {
    Problem problem = refusal(response, body, attempted);
    const bool says_why = memberOf(body, "error").is_object();
    problem.kind = says_why ? Kind::Unavailable : Kind::Protocol;
    if (!says_why) problem.message += " with a body that is not the JSON it should be";
    problem.hint = kCutByQuota;
    return problem;
}

std::string_view describe(RowStream::Ending ending) {
    switch (ending) {
        case RowStream::Ending::Whole:
        case RowStream::Ending::Failed:
            return "";
        case RowStream::Ending::CutShort:
            return " with a list of records that breaks off";
        case RowStream::Ending::NotRows:
            return " with a result that is no list of records";
        case RowStream::Ending::NotJson:
            return " with a body that is not the JSON it should be";
    }
    return "";
}

}  // namespace

Outcome<ApiReply> readApiReply(const outbound::Response& response, const std::string& attempted) {
    if (isPage(response)) return pageInsteadOfJson(attempted, response);
    const bool worked = response.status >= 200 && response.status < 300;
    if (worked && response.body.empty()) {
        return ApiReply{Json(), totalOf(response), transactionOf(response)};
    }
    Json body = parseJson(response.body).value_or(Json());
    if (!worked) return refusal(response, body, attempted);
    if (!body.is_object() || !body.contains("result") || memberOf(body, "error").is_object()) {
        return cutShort(response, body, attempted);
    }
    return ApiReply{std::move(body["result"]), totalOf(response), transactionOf(response)};
}

Outcome<ApiReply> readRowsReply(const outbound::Response& response,
                                const RowStream::Verdict& verdict,
                                const std::string& attempted) {
    using Ending = RowStream::Ending;
    if (verdict.ending == Ending::Whole) {
        return ApiReply{Json(), totalOf(response), transactionOf(response)};
    }
    std::string message = attempted + ": ServiceNow answered " + std::to_string(response.status);
    message += describe(verdict.ending);
    if (!verdict.message.empty()) message += ": " + cut(verdict.message);
    const bool is_cut = verdict.ending == Ending::Failed || verdict.ending == Ending::CutShort;
    return Problem{.kind = verdict.ending == Ending::Failed ? Kind::Unavailable : Kind::Protocol,
                   .message = std::move(message),
                   .detail = cut(verdict.detail),
                   .status = response.status,
                   .hint = is_cut ? kCutByQuota : "",
                   .transaction_id = transactionOf(response)};
}

Problem problemOf(const outbound::Failure& failure, const std::string& attempted) {
    Problem problem{.message = attempted + ": " + failure.what};
    switch (failure.kind) {
        case outbound::Failure::Kind::Timeout:
            problem.kind = Kind::Timeout;
            problem.hint =
                "try again, with a narrower query if it was a large one; after a write, "
                "look first whether it was carried out";
            break;
        case outbound::Failure::Kind::Unreachable:
        case outbound::Failure::Kind::Tls:
            problem.kind = Kind::Unavailable;
            problem.hint = "nothing was sent; try again later or tell the administrator";
            break;
        case outbound::Failure::Kind::Cancelled:
            problem.kind = Kind::Cancelled;
            break;
        case outbound::Failure::Kind::TooLarge:
        case outbound::Failure::Kind::Protocol:
            problem.kind = Kind::Protocol;
            problem.hint = "after a write, look first whether it was carried out";
            break;
        case outbound::Failure::Kind::Abandoned:
            problem.kind = Kind::Protocol;
            break;
        case outbound::Failure::Kind::Refused:
            problem.kind = Kind::InvalidRequest;
            break;
    }
    return problem;
}

bool isPage(const outbound::Response& response) {
    const auto type = base::toLower(response.findHeader("Content-Type").value_or(""));
    return type.find("text/html") != std::string::npos;
}

Problem pageInsteadOfJson(const std::string& attempted, const outbound::Response& response) {
    const bool is_down = response.status >= 500;
    return {
        .kind = Kind::Unavailable,
        .message = attempted + ": the instance answered " + std::to_string(response.status) +
                   " with a web page instead of JSON",
        .status = response.status,
        .hint =
            is_down
                ? "the instance, or what stands in front of it, is down, restarting or "
                  "being upgraded; try again in some minutes"
                : "a developer instance hibernates after about ten days without use: its owner "
                  "wakes it at developer.servicenow.com; otherwise check the instance's URL and "
                  "what stands in front of it",
        .transaction_id = transactionOf(response)};
}

}  // namespace toolhost::servicenow
