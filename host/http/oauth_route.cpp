#include "http/oauth_route.hpp"

#include <utility>

namespace toolhost::http {

void handleOAuth(const oauth::Endpoints& endpoints,
                 const Request& request,
                 const Respond& respond) {
    endpoints.handle(
        {.method = request.method,
         .path = request.path,
         .query = request.query,
         .headers = request.fields,
         .body = request.body,
         .peer = request.peer},
        [respond](oauth::Response answer) {
            respond({answer.status, std::move(answer.headers), std::move(answer.body)});
        });
}

}  // namespace toolhost::http
