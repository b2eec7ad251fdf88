#pragma once

#include <Poco/Net/HTTPRequestHandler.h>

#include "base/log.hpp"
#include "http/router.hpp"

namespace toolhost::http {

/// One exchange on Poco's HTTP server: reads the request whole, waits for the router's answer on
/// the connection's thread, writes it. Private to this room.
///
/// An answer that comes before the body was read closes the connection: Poco would take the rest of
/// the body for the next request.
class PocoExchange final : public Poco::Net::HTTPRequestHandler {
public:
    PocoExchange(const Router& router, base::Log& log) : router_(router), log_(log) {}

    void handleRequest(Poco::Net::HTTPServerRequest& request,
                       Poco::Net::HTTPServerResponse& response) override;

private:
    const Router& router_;
    base::Log& log_;
};

}  // namespace toolhost::http
