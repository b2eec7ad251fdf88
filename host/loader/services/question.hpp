#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include <toolhost/abi/plugin.h>

#include "boundary/services.hpp"

namespace toolhost::loader {

class HostCall;

/// Why a service did not do what it was asked.
struct Refusal {
    toolhost_status status = TOOLHOST_E_FAILED;
    /// For programs: "argument", "conflict", "quota", …
    std::string_view kind;
    /// For people; holds no secret.
    std::string message;
};

/// The JSON that tells it: `{"error":{"kind","message"}}`.
std::string refusalJson(const Refusal& refusal);

/// What a plugin asks of a service, read, and the way back. Copies share the one answer that is to
/// be given.
class Question {
public:
    /// `json` is an object; it, `bytes` and the call live until ask() returns, the call also until
    /// the answer.
    Question(const nlohmann::json& json,
             const boundary::Request& request,
             const boundary::Replied& replied)
        : json_(json), bytes_(request.bytes), call_(request.call), replied_(replied) {}

    [[nodiscard]] const nlohmann::json& json() const { return json_; }
    /// What came beside it.
    [[nodiscard]] std::string_view bytes() const { return bytes_; }
    /// For whom it is asked; null for the plugin itself.
    [[nodiscard]] HostCall* call() const;
    /// The way back, which outlives the question.
    [[nodiscard]] const boundary::Replied& replied() const { return replied_; }

    /// The member, or absent where there is none; see has() for one of another type.
    [[nodiscard]] std::optional<std::string> text(const char* member) const;
    [[nodiscard]] std::optional<std::int64_t> whole(const char* member) const;
    [[nodiscard]] bool flag(const char* member) const;

    void answer(const nlohmann::json& json, std::string_view bytes = {}) const;
    void refuse(const Refusal& refusal) const;
    /// That the request breaks the service's description.
    void refuseArgument(std::string message) const;

private:
    const nlohmann::json& json_;
    const std::string_view bytes_;
    boundary::Call* const call_;
    const boundary::Replied& replied_;
};

/// The JSON text of an answer. Bytes that are not UTF-8 are replaced.
std::string answerJson(const nlohmann::json& json);

/// Gives the answers, for those who do so later.
void reply(const boundary::Replied& replied,
           const nlohmann::json& json,
           std::string_view bytes = {});
void refuse(const boundary::Replied& replied, const Refusal& refusal);

}  // namespace toolhost::loader
