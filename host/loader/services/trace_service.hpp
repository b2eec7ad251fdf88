#pragma once

#include <string>
#include <string_view>

#include "loader/services/service.hpp"

namespace toolhost::loader {

/// The W3C traceparent of a new span under that one; of a new trace, not sampled, when the text is
/// no traceparent (Trace Context §3.2).
std::string childOf(std::string_view traceparent);

/// toolhost.trace/1: spans under the trace of a call.
class TraceService final : public Service {
public:
    TraceService();

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    const Operations operations_;
};

}  // namespace toolhost::loader
