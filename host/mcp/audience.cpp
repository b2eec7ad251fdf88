#include "mcp/audience.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/text.hpp"
#include "jsonrpc/encode.hpp"

namespace toolhost::mcp {
namespace {

constexpr std::string_view kLogLevel = "io.modelcontextprotocol/logLevel";

constexpr std::array<std::string_view, 8> kLevels = {
    "debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"};

std::string progressNotification(const std::string& token, const tools::Progress& progress) {
    std::string text =
        R"({"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":)" + token +
        R"(,"progress":)" + nlohmann::json(progress.done).dump();
    if (progress.total > 0) text += R"(,"total":)" + nlohmann::json(progress.total).dump();
    if (!progress.message.empty()) {
        text += R"(,"message":)" + jsonrpc::encodeString(progress.message);
    }
    return text + "}}";
}

std::string messageNotification(const tools::Message& message) {
    std::string text = R"({"jsonrpc":"2.0","method":"notifications/message","params":{"level":")" +
                       std::string(kLevels.at(static_cast<std::size_t>(message.level))) + '"';
    if (!message.logger.empty()) text += R"(,"logger":)" + jsonrpc::encodeString(message.logger);
    return text + R"(,"data":)" + message.data + "}}";
}

class Client final : public tools::Audience {
public:
    struct Wants {
        std::string progress_token;  ///< JSON text; empty for none
        std::optional<int> level;
        std::shared_ptr<Peer> peer;
    };

    Client(std::shared_ptr<WayBack> way, Wants wants)
        : way_(std::move(way)), wants_(std::move(wants)) {}

    void progress(const tools::Progress& progress) override {
        if (wants_.progress_token.empty()) return;
        way_->say(progressNotification(wants_.progress_token, progress));
    }

    void message(const tools::Message& message) override {
        const auto least = wants_.peer ? wants_.peer->level() : wants_.level;
        if (least && message.level >= *least) way_->say(messageNotification(message));
    }

    [[nodiscard]] bool canComeBack() const override { return way_->canComeBack(); }
    void comeBack(std::chrono::milliseconds retry) override { way_->comeBack(retry); }

private:
    const std::shared_ptr<WayBack> way_;
    const Wants wants_;
};

/// The token as it goes back, a string or a number; empty for none.
std::string progressTokenIn(const std::optional<jsonrpc::Members>& meta) {
    const std::string_view token = meta ? meta->find("progressToken").value_or("") : "";
    const bool is_one = !token.empty() && token.find_first_of("{[tfn") != 0;
    return std::string(is_one ? token : "");
}

std::optional<std::string> logLevelIn(const std::optional<jsonrpc::Members>& meta) {
    return meta ? meta->findString(kLogLevel) : std::nullopt;
}

}  // namespace

std::optional<int> levelNamed(std::string_view name) {
    const auto found = std::find(kLevels.begin(), kLevels.end(), name);
    if (found == kLevels.end()) return std::nullopt;
    return static_cast<int>(found - kLevels.begin());
}

std::shared_ptr<tools::Audience> audienceOf(const std::shared_ptr<WayBack>& way,
                                            const std::optional<jsonrpc::Members>& meta,
                                            std::shared_ptr<Peer> peer) {
    if (!way->carriesMessages()) return nullptr;
    Client::Wants wants{
        .progress_token = progressTokenIn(meta), .level = {}, .peer = std::move(peer)};
    if (const auto level = logLevelIn(meta)) wants.level = levelNamed(*level);
    return std::make_shared<Client>(way, std::move(wants));
}

std::optional<Refusal> objectionToLevel(const std::optional<jsonrpc::Members>& meta) {
    if (!meta || !meta->find(kLogLevel)) return std::nullopt;
    const auto level = logLevelIn(meta);
    if (level && levelNamed(*level)) return std::nullopt;
    return invalidParams("_meta[\"" + std::string(kLogLevel) +
                         "\"] must be one of debug, info, notice, warning, error, critical, "
                         "alert, emergency");
}

}  // namespace toolhost::mcp
