#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include <toolhost/context.hpp>

namespace toolhost::sdk {

/// Says which values of an argument begin as the user began: gets what was typed so far.
using Complete = std::function<std::vector<std::string>(const std::string& typed)>;

/// What completes the arguments of one prompt, or the variables of one template.
class Completions {
public:
    void add(std::string argument, Complete complete) {
        by_argument_[std::move(argument)] = std::move(complete);
    }

    /// [worker] Answers a completion/complete; without values where nothing completes that
    /// argument.
    void run(const Context& context) const {
        const nlohmann::json params = context.arguments();
        const auto& argument = params.at("argument");
        const auto found = by_argument_.find(argument.at("name").get<std::string>());
        const auto values = found == by_argument_.end()
                                ? std::vector<std::string>()
                                : found->second(argument.at("value").get<std::string>());
        context.finishWith(
            answer(values).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    }

private:
    /// As many as MCP lets one answer have.
    static constexpr std::size_t kValuesMax = 100;

    static nlohmann::json answer(const std::vector<std::string>& values) {
        const auto shown = std::min(values.size(), kValuesMax);
        const auto end = values.begin() + static_cast<std::ptrdiff_t>(shown);
        return {{"completion",
                 {{"values", std::vector<std::string>(values.begin(), end)},
                  {"total", values.size()},
                  {"hasMore", shown < values.size()}}}};
    }

    std::map<std::string, Complete> by_argument_;
};

}  // namespace toolhost::sdk
