#include "loader/services/secrets_service.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"

namespace toolhost::loader {

SecretsService::SecretsService(std::map<std::string, GrantedSecret> secrets, PluginRecords records)
    : secrets_(std::move(secrets)),
      records_(std::move(records)),
      operations_{{"names", {}, [this](const auto& question) { list(question); }},
                  {"get",
                   {{"name", Member::Type::Text, Member::Presence::Required}},
                   [this](const auto& question) { get(question); }}} {}

void SecretsService::list(const Question& question) const {
    nlohmann::json names = nlohmann::json::array();
    for (const auto& entry : secrets_) {
        names.push_back(entry.first);
    }
    question.answer({{"names", std::move(names)}});
}

void SecretsService::get(const Question& question) const {
    const std::string name = question.text("name").value_or("");
    const auto found = secrets_.find(name);
    if (found == secrets_.end()) {
        return question.refuse({TOOLHOST_E_DENIED,
                                "not_granted",
                                "the admin granted no secret " + base::quoted(name) +
                                    "; it is set as secret." + name});
    }
    if (readings_->contains(name)) {
        return question.answer(nlohmann::json::object(), found->second.value.reveal());
    }
    audit::Event event;
    event.type = "plugin.secret_read";
    event.details["name"] = name;
    records_.record(
        std::move(event),
        question.call(),
        [name, readings = readings_, secret = found->second.value, replied = question.replied()](
            const base::Result<base::Done>& recorded) {
            if (!recorded.ok()) {
                return refuse(replied, {TOOLHOST_E_FAILED, "unrecorded", recorded.error().what});
            }
            readings->add(name);
            reply(replied, nlohmann::json::object(), secret.reveal());
        });
}

bool SecretsService::Readings::contains(const std::string& name) {
    const std::lock_guard lock(mutex_);
    return names_.contains(name);
}

void SecretsService::Readings::add(const std::string& name) {
    const std::lock_guard lock(mutex_);
    names_.insert(name);
}

}  // namespace toolhost::loader
