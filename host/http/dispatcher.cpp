#include "http/dispatcher.hpp"

#include <exception>
#include <string>
#include <utility>

#include "base/ids.hpp"

namespace toolhost::http {
namespace {

Response overloaded() {
    Response response = refusal(503, "too many requests wait to be answered; come back shortly");
    response.fields.emplace_back("Retry-After", "1");
    return response;
}

/// Says nothing of the cause, but by which number the log knows it.
Response failed(const std::string& request_id) {
    return jsonResponse(500,
                        R"({"error":"the host failed; its log says why","request_id":)" +
                            jsonText(request_id) + "}\n");
}

}  // namespace

Dispatcher::Dispatcher(const Settings& settings, const Site& site, base::Log& log)
    : site_(site), log_(log), workers_(settings.threads, settings.queued_requests_max) {}

void Dispatcher::dispatch(Request request, Respond respond) {
    if (!site_.mayWait(request.path)) return answer(request, respond);
    auto work = std::make_shared<const std::pair<Request, Respond>>(std::move(request), respond);
    const bool was_taken = workers_.submit([this, work] { answer(work->first, work->second); });
    if (!was_taken) respond(overloaded());
}

void Dispatcher::answer(const Request& request, const Respond& respond) const {
    try {
        site_.handle(request, respond);
    } catch (const std::exception& e) {  // a room's defect; this request alone pays for it
        const std::string request_id = base::randomHexId();
        log_.error("http.request.failed",
                   {{"request_id", request_id},
                    {"method", request.method},
                    {"path", request.path},
                    {"reason", e.what()}});
        respond(failed(request_id));
    }
}

}  // namespace toolhost::http
