#include "desk.hpp"

#include <filesystem>
#include <stdexcept>
#include <unistd.h>

#include "crypto/signing_key.hpp"

namespace toolhost::servicenow {
namespace {

/// Holds the key file for the life of the process.
struct KeyFile {
    std::filesystem::path path = std::filesystem::temp_directory_path() /
                                 ("servicenow_test_key_" + std::to_string(getpid()) + ".pem");

    KeyFile() {
        std::filesystem::remove(path);
        const auto key = crypto::SigningKey::generate(crypto::Algorithm::Rs256);
        if (!key || !key.value().save(path)) throw std::runtime_error("test: cannot make a key");
    }
    KeyFile(const KeyFile&) = delete;
    KeyFile& operator=(const KeyFile&) = delete;
    ~KeyFile() { std::filesystem::remove(path); }
};

}  // namespace

std::string keyFile() {
    static const KeyFile kFile;
    return kFile.path;
}

InstanceSettings jwtInstance(const std::string& url) {
    InstanceSettings settings;
    settings.url = url;
    settings.client_id = "client-1";
    settings.client_secret = base::Secret("client-secret-1");
    settings.key_file = keyFile();
    settings.key_id = "key-1";
    return settings;
}

Desk::Desk(const Settings& settings, OnSharedAccount on_shared_account)
    : log_(written_, base::LogLevel::Debug), client_({}, clock_, log_) {
    auto service = Service::create(settings, {client_, clock_, log_, std::move(on_shared_account)});
    if (!service) throw std::runtime_error(service.error().what);
    service_ = std::move(service).value();
}

std::future<std::string> Desk::start(const std::string& user,
                                     const nlohmann::json& request,
                                     std::stop_token cancelled) {
    identity::Principal principal;
    if (!user.empty()) principal.user = user;
    principal.servicenow_token = std::move(own_token_);
    auto promise = std::make_shared<std::promise<std::string>>();
    service_->perform({.principal = principal,
                       .request = request.dump(),
                       .deadline = now() + std::chrono::seconds(10),
                       .cancelled = std::move(cancelled)},
                      [promise](std::string reply) { promise->set_value(std::move(reply)); });
    return promise->get_future();
}

nlohmann::json Desk::ask(const std::string& user, const nlohmann::json& request) {
    return nlohmann::json::parse(start(user, request).get());
}

std::string kindOf(const nlohmann::json& reply) {
    return reply.at("ok").get<bool>() ? "ok" : reply.at("error").at("kind").get<std::string>();
}

std::string messageOf(const nlohmann::json& reply) {
    return reply.at("ok").get<bool>() ? "" : reply.at("error").at("message").get<std::string>();
}

}  // namespace toolhost::servicenow
