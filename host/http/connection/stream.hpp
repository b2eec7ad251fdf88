#pragma once

#include <memory>
#include <utility>

#include "http/connection/connection.hpp"
#include "mcp/event_stream.hpp"

namespace toolhost::http {

/// The answer to one exchange as a stream of events. Ends when it goes.
class Stream final : public mcp::EventStream {
public:
    Stream(std::shared_ptr<Connection> connection, Connection::Exchange exchange)
        : connection_(std::move(connection)), exchange_(exchange) {}
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;
    ~Stream() override { connection_->endStream(exchange_); }

    bool send(const mcp::Event& event) override { return connection_->sendEvent(exchange_, event); }
    void end() override { connection_->endStream(exchange_); }

private:
    const std::shared_ptr<Connection> connection_;
    const Connection::Exchange exchange_;
};

}  // namespace toolhost::http
