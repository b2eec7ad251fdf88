#include "cli/errand.hpp"

#include <future>
#include <nlohmann/json.hpp>

#include "cli/operator_desk.hpp"

namespace toolhost::cli {

using nlohmann::json;

std::optional<std::string> Errand::text(const char* member) const {
    const auto found = request.find(member);
    if (found == request.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::vector<std::string> Errand::texts(const char* member) const {
    std::vector<std::string> texts;
    if (const auto found = request.find(member); found != request.end() && found->is_array()) {
        for (const auto& item : *found) {
            if (item.is_string()) texts.push_back(item.get<std::string>());
        }
    }
    return texts;
}

base::Result<base::Done> Errand::record(std::string_view type,
                                        std::string_view target,
                                        audit::Outcome outcome) const {
    audit::Event event;
    event.type = type;
    event.outcome = outcome;
    event.actor = principalOf(asker);
    event.target = target;
    event.call_id = errand_id;
    for (const char* detail : {"acts_as", "version"}) {
        if (const auto value = text(detail)) event.details[detail] = *value;
    }
    std::promise<base::Result<base::Done>> durable;
    auto waiting = durable.get_future();
    const auto taken = state.trail().append(event, [&durable](base::Result<base::Done> written) {
        durable.set_value(std::move(written));
    });
    return taken.ok() ? waiting.get() : taken;
}

std::string answerText(const json& answer) {
    return answer.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string errorAnswer(std::string_view why) {
    return answerText({{"error", why}});
}

}  // namespace toolhost::cli
