#include "loader/services/audit_service.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

namespace toolhost::loader {
namespace {

using nlohmann::json;
using Type = Member::Type;

constexpr std::size_t kTypeCharactersMax = 64;
constexpr std::size_t kTargetBytesMax = 256;
constexpr std::size_t kDetailsMax = 16;
constexpr std::size_t kDetailBytesMax = 512;
constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_.";

bool isName(std::string_view text) {
    return !text.empty() && text.size() <= kTypeCharactersMax &&
           text.find_first_not_of(kNameCharacters) == std::string_view::npos;
}

std::optional<audit::Outcome> outcomeNamed(std::string_view name) {
    using audit::Outcome;
    for (const auto outcome : {Outcome::Intended, Outcome::Ok, Outcome::Denied, Outcome::Failed}) {
        if (nameOf(outcome) == name) return outcome;
    }
    return std::nullopt;
}

base::Result<std::map<std::string, std::string>> detailsOf(const json& details) {
    std::map<std::string, std::string> read;
    for (const auto& entry : details.items()) {
        const bool is_short = isName(entry.key()) && entry.value().is_string() &&
                              entry.value().get_ref<const std::string&>().size() <= kDetailBytesMax;
        if (!is_short || entry.key() == "plugin" || read.size() == kDetailsMax) {
            return base::Error{
                "details are up to 16 texts of up to 512 bytes, by names of a-z, 0-9, _ and . (but "
                "plugin, which the host sets)"};
        }
        read.emplace(entry.key(), entry.value().get<std::string>());
    }
    return read;
}

base::Result<audit::Event> eventOf(const Question& question, const std::string& plugin_id) {
    audit::Event event;
    const std::string type = question.text("type").value_or("");
    if (!isName(type)) return base::Error{"type is 1 to 64 of a-z, 0-9, _ and ."};
    event.type = "plugin." + plugin_id + '.' + type;
    event.target = question.text("target").value_or("");
    if (event.target.size() > kTargetBytesMax) return base::Error{"target has at most 256 bytes"};
    const auto outcome = outcomeNamed(question.text("outcome").value_or("ok"));
    if (!outcome) return base::Error{"outcome is intended, ok, denied or failed"};
    event.outcome = *outcome;
    auto details = detailsOf(question.json().value("details", json::object()));
    if (!details.ok()) return details.error();
    event.details = std::move(details).value();
    return event;
}

}  // namespace

AuditService::AuditService(PluginRecords records)
    : records_(std::move(records)),
      operations_{{"record",
                   {{"type", Type::Text, Member::Presence::Required},
                    {"outcome"},
                    {"target"},
                    {"details", Type::Object}},
                   [this](const auto& question) { record(question); }}} {}

void AuditService::record(const Question& question) const {
    const auto event = eventOf(question, records_.pluginId());
    if (!event.ok()) return question.refuseArgument(event.error().what);
    records_.record(event.value(),
                    question.call(),
                    [replied = question.replied()](const base::Result<base::Done>& recorded) {
                        if (recorded.ok()) return reply(replied, json::object());
                        refuse(replied, {TOOLHOST_E_FAILED, "unrecorded", recorded.error().what});
                    });
}

}  // namespace toolhost::loader
