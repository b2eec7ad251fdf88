#pragma once

#include <array>
#include <curl/curl.h>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "outbound/job.hpp"
#include "outbound/message.hpp"
#include "outbound/settings.hpp"

namespace toolhost::outbound {

/// One request on its way: libcurl's handle and what has come back so far. Lives on the event
/// thread once started.
class Transfer final : public Job {
public:
    /// `described` names the request in errors; it holds no secret.
    Transfer(Request request,
             std::string described,
             base::SteadyTime until,
             std::stop_token stop,
             std::function<void(Outcome)> done);
    ~Transfer() override;

    /// Hands the request to libcurl. `multi` outlives the transfer. False when libcurl will not
    /// have it; then `finish` says so.
    [[nodiscard]] bool start(CURLM* multi, const Settings& settings);

    /// libcurl is done with it: reports the response, or why there is none.
    void finish(CURLcode code);
    void end(Ending ending) override;

    [[nodiscard]] const CURL* handle() const { return easy_.get(); }

private:
    struct FreeEasy {
        void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
    };
    struct FreeList {
        void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    };

    void setTarget();
    void setLimits(const Settings& settings);
    void setTrust(const Settings& settings);
    void setReceivers();
    void setBody();
    void setHeaders();
    void addHeader(const std::string& line);
    template <typename Value>
    void set(CURLoption option, Value value);

    void detach();
    void report(Failure::Kind kind, std::string_view cause);
    [[nodiscard]] std::string explain(CURLcode code) const;
    [[nodiscard]] bool takesHeader(std::string_view line);
    [[nodiscard]] bool takesBody(std::string_view bytes);

    static std::size_t onHeader(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onSend(char* into, std::size_t size, std::size_t count, void* self);

    Request request_;
    std::string described_;
    std::function<void(Outcome)> done_;
    Response response_;
    std::size_t header_bytes_ = 0;
    std::size_t sent_ = 0;
    std::size_t response_bytes_max_ = 0;
    bool too_large_ = false;
    CURLcode refused_option_ = CURLE_OK;
    std::array<char, CURL_ERROR_SIZE> detail_{};
    std::unique_ptr<curl_slist, FreeList> header_lines_;
    std::unique_ptr<CURL, FreeEasy> easy_;
    CURLM* multi_ = nullptr;  // set while libcurl drives the handle
};

}  // namespace toolhost::outbound
