#include "boundary/questions.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace toolhost::boundary {
namespace {

using nlohmann::json;

struct Question {
    std::string_view method;
    const char* capability;
};

constexpr std::array<Question, 3> kQuestions = {{{"elicitation/create", "elicitation"},
                                                 {"sampling/createMessage", "sampling"},
                                                 {"roots/list", "roots"}}};

/// Null when clients are never asked that.
const Question* findQuestion(const json& request) {
    const auto method = request.is_object() ? request.find("method") : request.end();
    if (method == request.end() || !method->is_string()) return nullptr;
    const auto found =
        std::find_if(kQuestions.begin(), kQuestions.end(), [&method](const Question& question) {
            return question.method == method->get_ref<const std::string&>();
        });
    return found == kQuestions.end() ? nullptr : &*found;
}

/// An elicitation by URL needs that mode said; one by form does not (`{}` means forms).
bool offersMode(const json& elicitation, const json& request) {
    const json params = request.value("params", json::object());
    if (params.value("mode", json()) == "url") return elicitation.contains("url");
    return elicitation.empty() || elicitation.contains("form");
}

bool offers(const json& capabilities, const Question& question, const json& request) {
    const auto found = capabilities.find(question.capability);
    if (found == capabilities.end() || !found->is_object()) return false;
    return question.method != "elicitation/create" || offersMode(*found, request);
}

}  // namespace

base::Result<bool> checkQuestions(std::string_view requests_json, std::string_view capabilities) {
    const json requests = json::parse(requests_json, nullptr, false);
    const json offered = json::parse(capabilities, nullptr, false);
    if (!requests.is_object() || requests.empty()) {
        return base::Error{"need_input takes an object of requests by name, at least one"};
    }
    bool can_be_asked = offered.is_object();
    for (const auto& [name, request] : requests.items()) {
        const Question* question = findQuestion(request);
        if (question == nullptr || !request.value("params", json::object()).is_object()) {
            return base::Error{"need_input: " + base::quoted(name) +
                               " is not a request that clients are asked"};
        }
        can_be_asked = can_be_asked && offers(offered, *question, request);
    }
    return can_be_asked;
}

}  // namespace toolhost::boundary
