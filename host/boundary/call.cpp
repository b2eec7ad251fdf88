#include "boundary/call.hpp"

#include "boundary/text_sink.hpp"

namespace toolhost::boundary {
namespace {

toolhost_str get(toolhost_call* call, std::uint32_t field) noexcept {
    const auto text = Call::from(call).field(field);
    return text ? toAbi(*text) : toolhost_str{nullptr, 0};
}

std::uint64_t remainingMs(toolhost_call* call) noexcept {
    const auto left = Call::from(call).remaining();
    return left.count() > 0 ? static_cast<std::uint64_t>(left.count()) : 0;
}

std::int32_t isCancelled(toolhost_call* call) noexcept {
    return Call::from(call).isCancelled() ? 1 : 0;
}

toolhost_status finish(toolhost_call* call, toolhost_str result_json) noexcept {
    if (result_json.size > kResultBytesMax) {
        Call::from(call).misbehaved("its result has " + std::to_string(result_json.size) +
                                    " bytes; " + std::to_string(kResultBytesMax) + " are the most");
        return TOOLHOST_E_LIMIT;
    }
    return Call::from(call).finish(fromAbi(result_json));
}

toolhost_status fail(toolhost_call* call, std::uint32_t failure, toolhost_str message) noexcept {
    return Call::from(call).fail(failure, fromAbi(message));
}

void retain(toolhost_call* call) noexcept {
    Call::from(call).retain();
}

void release(toolhost_call* call) noexcept {
    Call::from(call).release();
}

toolhost_status needInput(toolhost_call* call,
                          toolhost_str requests_json,
                          toolhost_str state) noexcept {
    return Call::from(call).needInput(fromAbi(requests_json), fromAbi(state));
}

toolhost_status progress(toolhost_call* call,
                         double done,
                         double total,
                         toolhost_str message) noexcept {
    return Call::from(call).report({done, total, fromAbi(message)});
}

toolhost_status partial(toolhost_call* call, toolhost_str block_json) noexcept {
    return Call::from(call).addPartial(fromAbi(block_json));
}

toolhost_status closeStream(toolhost_call* call, std::uint32_t retry_ms) noexcept {
    return Call::from(call).closeStream(std::chrono::milliseconds(retry_ms));
}

toolhost_status message(toolhost_call* call,
                        std::int32_t level,
                        toolhost_str logger,
                        toolhost_str data_json) noexcept {
    if (level < TOOLHOST_MESSAGE_DEBUG || level > TOOLHOST_MESSAGE_EMERGENCY) {
        return TOOLHOST_E_ARGUMENT;
    }
    if (data_json.size > kMessageBytesMax) return TOOLHOST_E_LIMIT;
    return Call::from(call).say({level, fromAbi(logger), fromAbi(data_json)});
}

}  // namespace

bool Call::retainUnlessGone() {
    int held = references_.load(std::memory_order_relaxed);
    while (held > 0 && !references_.compare_exchange_weak(held, held + 1)) {
    }
    return held > 0;
}

void Call::release() {
    if (references_.fetch_sub(1, std::memory_order_acq_rel) == 1) delete this;
}

const toolhost_call_api* Call::interface() {
    static const toolhost_call_api api{.size = sizeof(toolhost_call_api),
                                       .flags = 0,
                                       .get = &get,
                                       .remaining_ms = &remainingMs,
                                       .is_cancelled = &boundary::isCancelled,
                                       .finish = &boundary::finish,
                                       .fail = &boundary::fail,
                                       .retain = &boundary::retain,
                                       .release = &boundary::release,
                                       .need_input = &boundary::needInput,
                                       .progress = &progress,
                                       .partial = &partial,
                                       .close_stream = &boundary::closeStream,
                                       .message = &message};
    return &api;
}

}  // namespace toolhost::boundary
