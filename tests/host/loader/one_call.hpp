#pragma once

#include <chrono>
#include <future>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

#include "tools/catalogue.hpp"

namespace toolhost::loader {

/// A call by a user with that much time, whatever the tool.
inline tools::Invocation invocationOf(std::string arguments, std::stop_token cancelled = {}) {
    auto principal = std::make_shared<identity::Principal>();
    principal->subject = "abel.tuter";
    return {.principal = principal,
            .arguments = std::move(arguments),
            .id = "01TEST",
            .deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10),
            .cancelled = std::move(cancelled)};
}

/// The text or the words an answer consists of.
inline std::string messageOf(const tools::Answer& answer) {
    if (const auto* fault = std::get_if<tools::Fault>(&answer)) return fault->message;
    return std::get<tools::Reply>(answer).content[0].value("text", "");
}

/// Starts a call; what comes of it holds the answer's message.
inline std::future<std::string> begin(const tools::Catalogue& catalogue, const std::string& tool) {
    const auto answered = std::make_shared<std::promise<std::string>>();
    auto future = answered->get_future();
    catalogue.tools().find(tool)->run(invocationOf("{}"), [answered](const tools::Answer& answer) {
        answered->set_value(messageOf(answer));
    });
    return future;
}

/// Calls the tool and waits for its message.
inline std::string say(const tools::Catalogue& catalogue, const std::string& tool) {
    return begin(catalogue, tool).get();
}

}  // namespace toolhost::loader
