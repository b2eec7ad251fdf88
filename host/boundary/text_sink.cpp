#include "boundary/text_sink.hpp"

namespace toolhost::boundary {
namespace {

constexpr std::size_t kBytesMax = 16U << 20U;

}  // namespace

TextSink::TextSink() : sink_{sizeof(toolhost_sink), 0, &text_, &TextSink::put} {}

toolhost_status TextSink::put(void* context, toolhost_str chunk) noexcept {
    auto& text = *static_cast<std::string*>(context);
    if (chunk.size > kBytesMax - text.size()) return TOOLHOST_E_LIMIT;
    text.append(fromAbi(chunk));
    return TOOLHOST_OK;
}

}  // namespace toolhost::boundary
