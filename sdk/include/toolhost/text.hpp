#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <toolhost/abi/plugin.h>

namespace toolhost::sdk {

/// The ABI's form of a text; borrows it.
inline toolhost_str toAbi(std::string_view text) {
    return {text.data(), text.size()};
}

/// A text of the ABI; borrows it. Absent becomes empty.
inline std::string_view fromAbi(toolhost_str text) {
    return text.data == nullptr ? std::string_view() : std::string_view(text.data, text.size);
}

/// Bytes of any kind as base64 (RFC 4648, with padding).
inline std::string base64(std::string_view bytes) {
    constexpr char kDigits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t there = bytes.size() - at < 3 ? bytes.size() - at : 3;
        unsigned long group = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            group = group << 8U | (i < there ? static_cast<unsigned char>(bytes[at + i]) : 0U);
        }
        for (std::size_t i = 0; i < 4; ++i) {
            text += i <= there ? kDigits[group >> (18 - 6 * i) & 63U] : '=';
        }
    }
    return text;
}

/// A sink of the ABI that collects into a string, which it owns.
class CollectingSink {
public:
    CollectingSink() : sink_{sizeof(toolhost_sink), 0, &text_, &CollectingSink::put} {}
    CollectingSink(const CollectingSink&) = delete;
    CollectingSink& operator=(const CollectingSink&) = delete;
    ~CollectingSink() = default;

    toolhost_sink* abi() { return &sink_; }
    const std::string& text() const { return text_; }

private:
    static toolhost_status put(void* context, toolhost_str chunk) noexcept {
        try {
            static_cast<std::string*>(context)->append(fromAbi(chunk));
            return TOOLHOST_OK;
        } catch (...) {
            return TOOLHOST_E_LIMIT;
        }
    }

    std::string text_;
    toolhost_sink sink_;
};

}  // namespace toolhost::sdk
