#pragma once

#include <array>
#include <cstdint>
#include <curl/curl.h>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "outbound/intake.hpp"
#include "outbound/job.hpp"
#include "outbound/message.hpp"
#include "outbound/settings.hpp"

namespace toolhost::outbound {

/// One request on its way: libcurl's handle and what has come back so far. Lives on the event
/// thread once started.
class Transfer final : public Job {
public:
    struct Order {
        Request request;
        std::string described;  ///< names the request in errors; holds no secret
        base::SteadyTime until;
        std::stop_token stop;
        std::function<void(Outcome)> done;
    };

    /// `settings` outlive the transfer.
    Transfer(const Settings& settings, Order order);
    ~Transfer() override;

    /// Hands the request to libcurl. `multi` outlives the transfer. False when libcurl will not
    /// have it; then `finish` says so.
    [[nodiscard]] bool start(CURLM* multi);

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
    void setLimits();
    void setTrust();
    void setReceivers();
    void setBody();
    void setHeaders();
    void addHeader(const std::string& line);
    template <typename Value>
    void set(CURLoption option, Value value);

    void detach();
    void report(Intake::Objection why);
    [[nodiscard]] std::string explain(CURLcode code) const;
    [[nodiscard]] std::uint64_t bodyBytes() const;
    [[nodiscard]] std::size_t giveBody(char* into, std::size_t room);
    [[nodiscard]] std::size_t giveFromSource(char* into, std::size_t room);

    static std::size_t onHeader(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onSend(char* into, std::size_t size, std::size_t count, void* self);

    const Settings& settings_;
    const Request request_;
    const std::string described_;
    const std::function<void(Outcome)> done_;
    Intake intake_;
    std::uint64_t sent_ = 0;
    std::optional<base::Error> source_error_;
    CURLcode refused_option_ = CURLE_OK;
    std::array<char, CURL_ERROR_SIZE> detail_{};
    std::unique_ptr<curl_slist, FreeList> header_lines_;
    std::unique_ptr<CURL, FreeEasy> easy_;
    CURLM* multi_ = nullptr;  // set while libcurl drives the handle
};

}  // namespace toolhost::outbound
