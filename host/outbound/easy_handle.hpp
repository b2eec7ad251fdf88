#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <curl/curl.h>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace toolhost::outbound {

/// libcurl's handle of one transfer, with the lists and the text it points to.
class EasyHandle {
public:
    EasyHandle();
    EasyHandle(const EasyHandle&) = delete;
    EasyHandle& operator=(const EasyHandle&) = delete;
    ~EasyHandle() = default;

    /// What `value` points to outlives the handle, strings excepted, which libcurl copies. A value
    /// that libcurl refuses is remembered in refused().
    template <typename Value>
    void set(CURLoption option, Value value) {
        const CURLcode code = curl_easy_setopt(easy_.get(), option, value);
        if (code != CURLE_OK && refused_ == CURLE_OK) refused_ = code;
    }
    /// "Name: value"; sent once useHeaders() was called.
    void addHeader(const std::string& line);
    void useHeaders();

    /// Why an option was not taken; CURLE_OK when all were.
    [[nodiscard]] CURLcode refused() const { return refused_; }
    /// libcurl's own words for what went wrong; empty when it has none.
    [[nodiscard]] std::string_view detail() const { return detail_.data(); }
    [[nodiscard]] long number(CURLINFO info) const;
    [[nodiscard]] std::uint64_t bytes(CURLINFO info) const;
    /// A point in time as libcurl counts it, from the transfer's start; absent when never reached.
    [[nodiscard]] std::optional<std::chrono::microseconds> time(CURLINFO info) const;

    [[nodiscard]] CURL* get() const { return easy_.get(); }

private:
    struct FreeEasy {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    };
    struct FreeList {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    CURLcode refused_ = CURLE_OK;
    std::array<char, CURL_ERROR_SIZE> detail_{};
    std::unique_ptr<curl_slist, FreeList> headers_;
    std::unique_ptr<CURL, FreeEasy> easy_;
};

}  // namespace toolhost::outbound
