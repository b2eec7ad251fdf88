#pragma once

#include <string>
#include <string_view>

#include <toolhost/abi/plugin.h>

namespace toolhost::boundary {

/// The ABI's form of a text; borrows it.
inline toolhost_str toAbi(std::string_view text) {
    return {text.data(), text.size()};
}

/// A text of the ABI; borrows it. Absent becomes empty.
inline std::string_view fromAbi(toolhost_str text) {
    return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

/// Where a plugin writes an answer: bounded, in the host's memory.
class TextSink {
public:
    TextSink();
    TextSink(const TextSink&) = delete;
    TextSink& operator=(const TextSink&) = delete;
    ~TextSink() = default;

    toolhost_sink* abi() { return &sink_; }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    static toolhost_status put(void* context, toolhost_str chunk) noexcept;

    std::string text_;
    toolhost_sink sink_;
};

}  // namespace toolhost::boundary
