#include "tasks/round.hpp"

#include <nlohmann/json.hpp>

namespace toolhost::tasks {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

base::Result<json> objectOf(std::string_view text, const char* what) {
    json object = json::parse(text, nullptr, false);
    if (!object.is_object()) {
        return base::Error{std::string("read a task's ") + what + ": it is no JSON object"};
    }
    return object;
}

}  // namespace

base::Result<Round> nextRound(const Round& before, std::string_view requests) {
    const auto asked = objectOf(requests, "questions");
    if (!asked.ok()) return asked.error();
    const std::int64_t number = before.number + 1;
    json questions = json::object();
    for (const auto& [name, request] : asked.value().items()) {
        questions[std::to_string(number) + '.' + name] = request;
    }
    return Round{number, dump(questions), "{}"};
}

base::Result<Round> answered(const Round& round, std::string_view answers) {
    const auto given = objectOf(answers, "new answers");
    if (!given.ok()) return given.error();
    auto questions = objectOf(round.questions, "questions");
    if (!questions.ok()) return questions.error();
    auto kept = objectOf(round.answers, "answers");
    if (!kept.ok()) return kept.error();
    for (const auto& [key, answer] : given.value().items()) {
        if (questions.value().erase(key) == 0) continue;
        kept.value()[key.substr(key.find('.') + 1)] = answer;
    }
    return Round{round.number, dump(questions.value()), dump(kept.value())};
}

}  // namespace toolhost::tasks
