#include "worker/remote_services.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "worker/remote_call.hpp"

namespace toolhost::worker {
namespace {

using boundary::encode;
using boundary::FrameType;

/// Tasks that run at once.
constexpr std::size_t kTaskThreads = 2;

/// A number as a text that reads as the same.
std::string textOf(double number) {
    std::array<char, 32> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    return {digits.data(), end.ptr};
}

}  // namespace

RemoteServices::RemoteServices(boundary::Grants grants, Connection& connection)
    : granted_(std::move(grants.interfaces)),
      connection_(connection),
      pool_(kTaskThreads),
      tasks_(pool_, [this](const std::string& what) { log(TOOLHOST_LOG_WARNING, what); }),
      config_(std::move(grants.config)) {}

bool RemoteServices::grants(std::string_view interface_id) {
    return granted_.find(interface_id) != granted_.end();
}

void RemoteServices::refused(std::string_view interface_id) {
    connection_.send(encode(FrameType::Refused, 0, {interface_id}));
}

void RemoteServices::log(std::int32_t level, std::string_view message) {
    connection_.send(encode(FrameType::Log, 0, {std::to_string(level), message}));
}

std::optional<std::string> RemoteServices::config(std::string_view key) const {
    return config_.find(key);
}

void RemoteServices::configure(const std::map<std::string, std::string>& texts) {
    config_.replace(texts);
}

toolhost_status RemoteServices::measure(const boundary::Measurement& measurement) {
    connection_.send(encode(FrameType::Measure,
                            0,
                            {std::to_string(measurement.kind),
                             measurement.name,
                             measurement.labels_json,
                             textOf(measurement.value)}));
    return TOOLHOST_OK;
}

toolhost_status RemoteServices::raise(std::uint32_t event, std::string_view subject) {
    connection_.send(encode(FrameType::Raise, 0, {std::to_string(event), subject}));
    return TOOLHOST_OK;
}

toolhost_status RemoteServices::ask(const boundary::Request& request, boundary::Replied replied) {
    if (request.json.size() + request.bytes.size() > boundary::kResultBytesMax) {
        return TOOLHOST_E_LIMIT;
    }
    auto* call = static_cast<RemoteCall*>(request.call);
    if (call == nullptr) {
        connection_.ask(request, 0, std::move(replied));
        return TOOLHOST_PENDING;
    }
    call->retain();  // the host keeps a call until its answer
    connection_.ask(request,
                    call->id(),
                    [call, replied = std::move(replied)](
                        toolhost_status status, std::string_view json, std::string_view bytes) {
                        replied(status, json, bytes);
                        call->release();
                    });
    return TOOLHOST_PENDING;
}

}  // namespace toolhost::worker
