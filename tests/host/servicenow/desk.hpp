#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "outbound/client.hpp"
#include "servicenow/service.hpp"

namespace toolhost::servicenow {

/// A file that holds an RSA key, made once in a process and gone with it.
std::string keyFile();

/// Settings of an instance at that URL that is entered with assertions by keyFile().
InstanceSettings jwtInstance(const std::string& url);

/// A service over instances a test gives, and somebody to ask it.
class Desk {
public:
    explicit Desk(const std::string& url) : Desk(Settings{{{"dev", jwtInstance(url)}}, ""}) {}
    using OnSharedAccount = decltype(ServiceHost::on_shared_account);
    explicit Desk(const Settings& settings, OnSharedAccount on_shared_account = {});

    /// Starts a call as that user ("" for none), to be done within ten seconds.
    std::future<std::string> start(const std::string& user,
                                   const nlohmann::json& request,
                                   std::stop_token cancelled = {});
    /// The reply to it.
    nlohmann::json ask(const std::string& user, const nlohmann::json& request);
    nlohmann::json ask(const nlohmann::json& request) { return ask("beth.anglin", request); }

    /// The next call comes with that token of the caller's own.
    void bring(const std::string& token) {
        own_token_ = std::make_shared<const base::Secret>(token);
    }

    Service& service() { return *service_; }
    /// Ends the service, and with it every call.
    void close() { service_.reset(); }
    [[nodiscard]] base::SteadyTime now() const { return clock_.steady(); }
    /// The log, once the desk is closed.
    [[nodiscard]] std::string log() const { return written_.str(); }

private:
    base::SystemClock clock_;
    std::ostringstream written_;
    base::Log log_;
    outbound::Client client_;
    std::shared_ptr<const base::Secret> own_token_;
    std::unique_ptr<Service> service_;
};

/// The reply's error kind; "ok" when it is none.
std::string kindOf(const nlohmann::json& reply);

/// The reply's error message.
std::string messageOf(const nlohmann::json& reply);

}  // namespace toolhost::servicenow
