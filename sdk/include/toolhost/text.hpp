#pragma once

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
