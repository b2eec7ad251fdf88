#include "simulator/faults/fault.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "simulator/auth/base64.hpp"
#include "simulator/faults/kinds.hpp"
#include "simulator/refusals.hpp"
#include "simulator/text.hpp"

namespace toolhost::sim {

namespace {

using nlohmann::json;

/// The user_name of Basic authentication, else "".
std::string basicUser(std::string_view authorization) {
    constexpr std::string_view kBasic = "Basic ";
    if (!authorization.starts_with(kBasic)) return {};
    const auto pair = decodeBase64(authorization.substr(kBasic.size())).value_or("");
    return pair.substr(0, pair.find(':'));
}

/// `hibernating: true` is how it was said before there were kinds.
std::string kindIn(const json& source) {
    if (source.value("hibernating", false)) return "hibernating";
    return source.value("kind", "custom");
}

void readAnswer(const json& source, Fault& fault) {
    auto& answer = fault.answer;
    const bool given = source.contains("status") || source.contains("body");
    if (given && fault.effect == Effect::None) fault.effect = Effect::Answer;
    if (answer.content_type.empty()) answer.content_type = kJsonType;
    answer.status = source.value("status", answer.status);
    answer.body = source.value("body", answer.body);
    answer.content_type = source.value("content_type", answer.content_type);
    const auto headers = source.value("headers", json::object());
    for (const auto& header : headers.items()) {
        const auto& name = header.key();
        std::erase_if(answer.headers, [&](const auto& entry) { return entry.first == name; });
        answer.headers.emplace_back(name, header.value().get<std::string>());
    }
}

bool isPlausible(const Fault& fault) {
    return fault.answer.status >= 200 && fault.answer.status <= 599 && fault.latency.count() >= 0 &&
           fault.every.count() >= 0 && fault.count != 0 && fault.skip >= 0 && fault.bytes > 0;
}

Fault readMembers(const json& source, Fault fault) {
    using std::chrono::milliseconds;
    readAnswer(source, fault);
    fault.latency =
        milliseconds(source.value("latency_ms", static_cast<long long>(fault.latency.count())));
    fault.every =
        milliseconds(source.value("every_ms", static_cast<long long>(fault.every.count())));
    fault.bytes = source.value("bytes", fault.bytes);
    fault.rows = source.value("rows", fault.rows);
    fault.count = source.value("count", fault.count);
    fault.skip = source.value("skip", fault.skip);
    fault.path_prefix = source.value("path_prefix", fault.path_prefix);
    fault.method = source.value("method", fault.method);
    fault.user = source.value("user", fault.user);
    return fault;
}

json quotaError() {
    const auto refusal = refusals::transactionCancelled();
    return {{"message", refusal.message}, {"detail", *refusal.detail}};
}

/// The first rows of an answer that is a list; nothing when it is none.
std::optional<json> firstRows(const std::string& body, std::size_t rows) {
    auto parsed = json::parse(body, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("result") || !parsed.at("result").is_array()) {
        return std::nullopt;
    }
    auto& all = parsed.at("result");
    if (all.size() > rows) all.erase(all.begin() + static_cast<std::ptrdiff_t>(rows), all.end());
    return std::move(all);
}

void addErrorInside(const Fault& fault, Reply& reply) {
    const auto rows = firstRows(reply.body, fault.rows);
    if (!rows) return;
    reply.body = jsonText({{"result", *rows}, {"error", quotaError()}, {"status", "failure"}});
}

/// What the platform sends when the quota ends a row that is being written.
void breakOff(const Fault& fault, Reply& reply) {
    const auto rows = firstRows(reply.body, fault.rows);
    if (!rows) return;
    std::string body = "{\"result\":[";
    for (const auto& row : *rows) {
        body += jsonText(row) + ",";
    }
    reply.body = body + "\"error\":" + jsonText(quotaError()) + ",\"status\":\"failure\"}";
}

}  // namespace

bool Fault::hits(const Request& request) const {
    if (!request.path.starts_with(path_prefix)) return false;
    if (!method.empty() && method != request.method) return false;
    return user.empty() || sameText(user, basicUser(request.authorization));
}

Result<Fault> readFault(const json& source) {
    try {
        if (!source.is_object()) return refusals::unreadableRequest("A fault is a JSON object");
        auto made = faultOfKind(kindIn(source));
        if (!made) {
            return refusals::unreadableRequest("There is no kind '" + kindIn(source) +
                                               "' of fault; see the simulator's README");
        }
        auto fault = readMembers(source, std::move(*made));
        if (isPlausible(fault)) return fault;
        return refusals::unreadableRequest(
            "A fault has a status from 200 to 599, a latency_ms and every_ms of 0 or more, bytes "
            "and a count of 1 or more, each of them optional");
    } catch (const json::exception& fault) {
        return refusals::unreadableRequest(fault.what());
    }
}

json describeFault(const Fault& fault) {
    json out{{"kind", fault.kind},
             {"latency_ms", fault.latency.count()},
             {"count", fault.count},
             {"skip", fault.skip},
             {"path_prefix", fault.path_prefix},
             {"method", fault.method},
             {"user", fault.user}};
    const bool answers = fault.effect == Effect::Answer || fault.effect == Effect::AnswerAfter;
    if (answers) out["status"] = fault.answer.status;
    return out;
}

void spoil(const Fault& fault, Reply& reply) {
    const auto end = std::min(fault.bytes, reply.body.size());
    switch (fault.effect) {
        case Effect::None:
        case Effect::Answer:
            return;
        case Effect::AnswerAfter: {
            auto caller = std::move(reply.caller);
            reply = fault.answer;
            reply.caller = std::move(caller);
            return;
        }
        case Effect::Truncate:
            reply.body.resize(end);
            return;
        case Effect::ErrorInside:
            return addErrorInside(fault, reply);
        case Effect::ErrorAfter:
            return breakOff(fault, reply);
        case Effect::Drop:
            reply.delivery = {Delivery::How::Dropped, 0, {}};
            return;
        case Effect::DropMidway:
            reply.delivery = {Delivery::How::CutOff, end, {}};
            return;
        case Effect::Trickle:
            reply.delivery = {Delivery::How::InPieces, fault.bytes, fault.every};
            return;
    }
}

}  // namespace toolhost::sim
