#include "config/protocol_keys.hpp"

#include <cstdint>

#include "config/codecs.hpp"

namespace toolhost::config {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

}  // namespace

Group protocolKeys() {
    using Mcp = mcp::Settings;
    return {"Clients",
            {{"mcp.page_size",
              "The entries of tools/list and the other lists that go into one page.",
              fieldOf(&Settings::mcp, &Mcp::page_size, Whole{1, 10'000, "entries"})},
             {"mcp.sessions_max",
              "Sessions kept in memory; beyond them the longest idle one waits for its client in "
              "its id alone.",
              fieldOf(&Settings::mcp, &Mcp::sessions_max, Whole{1, 1'000'000, "sessions"})},
             {"mcp.session_idle_seconds",
              "After so long without a request a session has ended.",
              fieldOf(&Settings::mcp, &Mcp::session_idle, Whole{10, kDaySeconds, "seconds"})},
             {"mcp.streams_per_caller_max",
              "Streams of one caller that may stay open: subscriptions/listen, GET, HTTP+SSE. One "
              "more is answered 429.",
              fieldOf(&Settings::mcp, &Mcp::streams_per_caller_max, Whole{1, 100'000, "streams"})},
             {"mcp.answer_within_seconds",
              "How long a client in a session has to answer what a tool asks its user.",
              fieldOf(&Settings::mcp, &Mcp::answer_within, Whole{1, kDaySeconds, "seconds"})}}};
}

}  // namespace toolhost::config
