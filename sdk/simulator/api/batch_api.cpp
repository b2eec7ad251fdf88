#include "simulator/api/batch_api.hpp"

#include <array>
#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "simulator/auth/base64.hpp"
#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;
using SteadyClock = std::chrono::steady_clock;

constexpr std::size_t kInputBytesMax = 5'242'880;
constexpr std::size_t kOutputBytesMax = 10'485'760;

const char* statusText(int status) {
    struct Status {
        int code;
        const char* text;
    };
    constexpr std::array kStatuses{Status{200, "OK"},
                                   Status{201, "Created"},
                                   Status{204, "No Content"},
                                   Status{400, "Bad Request"},
                                   Status{401, "Unauthorized"},
                                   Status{403, "Forbidden"},
                                   Status{404, "Not Found"},
                                   Status{405, "Method Not Allowed"},
                                   Status{406, "Not Acceptable"},
                                   Status{415, "Unsupported Media Type"},
                                   Status{429, "Too Many Requests"}};
    for (const auto& known : kStatuses) {
        if (known.code == status) return known.text;
    }
    return "Internal Server Error";
}

void readHeader(const json& header, Request& inner) {
    const auto name = lower(header.value("name", ""));
    const auto value = header.value("value", "");
    if (name == "accept") inner.accept = value;
    if (name == "content-type") inner.content_type = value;
    if (name == "x-no-response-body") inner.wants_no_body = sameText(value, "true");
}

/// The request that an entry stands for, as the caller of the batch would send it.
std::optional<Request> innerRequest(const Call& call, const json& entry) {
    Request inner = call.request;
    inner.method = entry.value("method", "GET");
    inner.content_type = inner.accept = {};
    inner.wants_no_body = false;
    const auto url = entry.value("url", "");
    if (!url.starts_with('/')) return std::nullopt;
    const auto question = url.find('?');
    inner.path = percentDecoded(url.substr(0, question), Plus::IsPlus);
    inner.raw_query = question == std::string::npos ? "" : url.substr(question + 1);
    inner.query = Parameters::parse(inner.raw_query);
    const auto body = decodeBase64(entry.value("body", ""));
    if (!body || inner.path.ends_with("/batch")) return std::nullopt;
    inner.body = *body;
    for (const auto& header : entry.value("headers", json::array())) {
        readHeader(header, inner);
    }
    return inner;
}

json headersOf(const Reply& reply) {
    json headers = json::array();
    if (!reply.body.empty()) {
        headers.push_back({{"name", "Content-Type"}, {"value", reply.content_type}});
    }
    for (const auto& [name, value] : reply.headers) {
        headers.push_back({{"name", name}, {"value", value}});
    }
    return headers;
}

json serviced(const Call& call, const json& entry, const AnswerInner& answer_inner) {
    const auto started = SteadyClock::now();
    const auto inner = innerRequest(call, entry);
    const auto reply = inner ? answer_inner(*inner)
                             : refusalReply(refusals::unreadableRequest(
                                   "Each request has a relative url, which is no batch, and a "
                                   "body in base64"));
    const auto took =
        std::chrono::duration_cast<std::chrono::milliseconds>(SteadyClock::now() - started);
    json out{{"id", entry.at("id")},
             {"body", encodeBase64(reply.body)},
             {"status_code", reply.status},
             {"status_text", statusText(reply.status)},
             {"execution_time", took.count()}};
    if (!entry.value("exclude_response_headers", false)) out["headers"] = headersOf(reply);
    return out;
}

json serviceAll(const Call& call, const json& batch, const AnswerInner& answer_inner) {
    const std::chrono::seconds quota(call.properties.number(properties::kBatchSeconds));
    const auto started = SteadyClock::now();
    json done = json::array();
    json left = json::array();
    std::size_t bytes = 0;
    for (const auto& entry : batch.at("rest_requests")) {
        if (SteadyClock::now() - started >= quota || bytes > kOutputBytesMax) {
            left.push_back(entry.at("id"));
            continue;
        }
        done.push_back(serviced(call, entry, answer_inner));
        bytes += done.back().at("body").get_ref<const std::string&>().size();
    }
    return {{"batch_request_id", batch.value("batch_request_id", "")},
            {"serviced_requests", std::move(done)},
            {"unserviced_requests", std::move(left)}};
}

}  // namespace

Result<Reply> answerBatch(const Call& call, const AnswerInner& answer_inner) {
    if (call.request.method != "POST") return refusals::methodNotSupported();
    if (call.request.body.size() > kInputBytesMax) {
        return Refusal{413, "Batch request is too large", "The limit is 5 MB"};
    }
    try {
        return jsonReply(200, serviceAll(call, json::parse(call.request.body), answer_inner));
    } catch (const json::exception& fault) {
        return refusals::unreadableRequest(fault.what());
    }
}

}  // namespace toolhost::sim
