#pragma once

#include <chrono>
#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "simulator/message.hpp"

namespace toolhost::sim {

/// What a fault does to a request.
enum class Effect {
    None,         ///< nothing but the latency
    Answer,       ///< answers instead of the instance
    AnswerAfter,  ///< lets the instance carry the request out, then answers in its place
    Truncate,     ///< ends the body early, as if that were all of it
    ErrorInside,  ///< adds the quota's error beside the rows
    ErrorAfter,   ///< writes the quota's error into the middle of the rows, which breaks the JSON
    Drop,         ///< closes the connection without an answer
    DropMidway,   ///< closes it in the middle of the body
    Trickle,      ///< sends the body a little at a time
};

/// One planned misbehaviour of the instance.
struct Fault {
    std::string kind = "custom";
    Effect effect = Effect::None;
    std::chrono::milliseconds latency{0};
    Reply answer;                        ///< of Answer and AnswerAfter
    std::size_t bytes = 64;              ///< of Truncate, DropMidway and Trickle
    std::chrono::milliseconds every{0};  ///< between two pieces of Trickle
    std::size_t rows = 1;                ///< how many rows come before the error

    long long count = -1;     ///< how many requests it hits; negative: all
    long long skip = 0;       ///< how many requests it lets pass first
    std::string path_prefix;  ///< empty: every path
    std::string method;       ///< empty: every method
    std::string user;         ///< user_name of Basic authentication; empty: everybody

    [[nodiscard]] bool hits(const Request& request) const;
};

/// What every kind of fault is called, in the order of the README.
std::vector<std::string_view> faultKinds();

/// Reads one fault: {"kind": "hibernating", "count": 2, ...}. The refusal says what is wrong.
Result<Fault> readFault(const nlohmann::json& source);
/// The fault as readFault() takes it.
nlohmann::json describeFault(const Fault& fault);

/// Does to an answer of the instance what the fault says.
void spoil(const Fault& fault, Reply& reply);

}  // namespace toolhost::sim
