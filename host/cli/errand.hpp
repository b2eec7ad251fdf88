#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/event.hpp"
#include "base/clock.hpp"
#include "cli/state.hpp"
#include "control/server.hpp"

namespace toolhost::cli {

/// One operator's request, and what answers it. Its references outlive it.
struct Errand {
    State& state;
    const Authority& authority;
    const identity::Settings& settings;
    const base::Clock& clock;
    const nlohmann::json& request;
    const control::Peer& asker;
    /// Joins what was intended and what came of it.
    std::string errand_id;

    /// The text that the request says under this name; absent when it says none.
    [[nodiscard]] std::optional<std::string> text(const char* member) const;
    [[nodiscard]] std::vector<std::string> texts(const char* member) const;

    /// Puts it on the audit trail under the operator's name, with what else the request says that
    /// is no secret, and waits until it is on disk: what it is about happens only then.
    [[nodiscard]] base::Result<base::Done> record(std::string_view type,
                                                  std::string_view target,
                                                  audit::Outcome outcome) const;
};

/// What came of it, as an answer's text.
std::string answerText(const nlohmann::json& answer);
std::string errorAnswer(std::string_view why);

}  // namespace toolhost::cli
