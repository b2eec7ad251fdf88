#pragma once

#include <cstdint>
#include <curl/curl.h>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "outbound/attempt.hpp"
#include "outbound/easy_handle.hpp"
#include "outbound/guard.hpp"
#include "outbound/intake.hpp"
#include "outbound/job.hpp"
#include "outbound/message.hpp"
#include "outbound/progress.hpp"
#include "outbound/settings.hpp"

namespace toolhost::outbound {

/// One request on its way, once: libcurl's handle and what has come back so far. Lives on the
/// event thread once started.
class Transfer final : public Job {
public:
    /// What transfers share; outlives them.
    struct Surroundings {
        const Settings& settings;
        const base::Clock& clock;
        const Guard& guard;
    };
    struct Order {
        std::shared_ptr<const Request> request;
        std::string described;  ///< names the request in errors; holds no secret
        base::SteadyTime until;
        bool is_hurried = false;  ///< `until` is sooner than the settings alone would have it
        std::stop_token stop;
        std::function<void(Attempt)> done;
    };

    Transfer(const Surroundings& surroundings, Order order);
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;
    ~Transfer() override;

    /// Hands the request to libcurl. `multi` outlives the transfer; `moved` is called whenever
    /// until() has become earlier. False when libcurl will not have it; then `finish` says so.
    [[nodiscard]] bool start(CURLM* multi, std::function<void()> moved);

    /// libcurl is done with it: reports the response, or why there is none.
    void finish(CURLcode code);
    void end(Ending ending) override;
    [[nodiscard]] base::SteadyTime until() const override;

    [[nodiscard]] const CURL* handle() const { return easy_.get(); }

private:
    void setReceivers();
    void setBody();
    void setObservers();

    void detach();
    void report(Attempt attempt);
    [[nodiscard]] Attempt attemptOf(CURLcode code);
    [[nodiscard]] Attempt overdueAttempt() const;
    [[nodiscard]] Failure failureOf(Intake::Objection why) const;
    [[nodiscard]] Failure failureOf(CURLcode code) const;
    [[nodiscard]] bool wasSent() const;
    [[nodiscard]] bool mayFareBetter(CURLcode code) const;
    [[nodiscard]] Measures measures() const;

    void enter(Progress::Phase phase);
    void received();
    [[nodiscard]] bool isGuarded() const;
    [[nodiscard]] curl_socket_t openSocket(const curl_sockaddr& address);
    [[nodiscard]] bool admitsPeer(const char* address);
    [[nodiscard]] std::uint64_t bodyBytes() const;
    [[nodiscard]] std::size_t giveBody(char* into, std::size_t room);
    [[nodiscard]] std::size_t giveFromSource(char* into, std::size_t room);

    static std::size_t onHeader(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onBody(char* bytes, std::size_t size, std::size_t count, void* self);
    static std::size_t onSend(char* into, std::size_t size, std::size_t count, void* self);
    static int onResolve(void* resolver, void* reserved, void* self);
    static curl_socket_t onSocket(void* self, curlsocktype purpose, curl_sockaddr* address);
    static CURLcode onTls(CURL* easy, void* context, void* self);
    static int onReady(void* self, char* peer, char* local, int peer_port, int local_port);

    const Surroundings surroundings_;
    const std::shared_ptr<const Request> request_;
    const std::string described_;
    const bool is_hurried_;
    const std::function<void(Attempt)> done_;
    Intake intake_;
    Progress progress_;
    std::function<void()> moved_;
    std::uint64_t sent_ = 0;
    std::optional<base::Error> source_error_;
    bool is_refused_by_guard_ = false;
    EasyHandle easy_;
    CURLM* multi_ = nullptr;  // set while libcurl drives the handle
};

}  // namespace toolhost::outbound
