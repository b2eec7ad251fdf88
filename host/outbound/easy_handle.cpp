#include "outbound/easy_handle.hpp"

#include <new>

namespace toolhost::outbound {

EasyHandle::EasyHandle() : easy_(curl_easy_init()) {
    if (!easy_) throw std::bad_alloc();
    set(CURLOPT_ERRORBUFFER, detail_.data());
}

void EasyHandle::addHeader(const std::string& line) {
    curl_slist* grown = curl_slist_append(headers_.get(), line.c_str());
    if (grown == nullptr) throw std::bad_alloc();
    static_cast<void>(headers_.release());  // grown is the same list, now longer
    headers_.reset(grown);
}

void EasyHandle::useHeaders() {
    set(CURLOPT_HTTPHEADER, headers_.get());
}

long EasyHandle::number(CURLINFO info) const {
    long value = 0;
    curl_easy_getinfo(easy_.get(), info, &value);
    return value;
}

std::uint64_t EasyHandle::bytes(CURLINFO info) const {
    curl_off_t value = 0;
    curl_easy_getinfo(easy_.get(), info, &value);
    return value > 0 ? static_cast<std::uint64_t>(value) : 0;
}

std::optional<std::chrono::microseconds> EasyHandle::time(CURLINFO info) const {
    curl_off_t value = 0;
    curl_easy_getinfo(easy_.get(), info, &value);
    if (value <= 0) return std::nullopt;
    return std::chrono::microseconds(value);
}

}  // namespace toolhost::outbound
