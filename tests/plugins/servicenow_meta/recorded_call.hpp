#pragma once

#include <optional>
#include <string>

#include <toolhost/plugin.hpp>

namespace servicenow_meta {

/// A call of a tool as the host would make it, whose instance gives one scripted reply; keeps what
/// the tool asked and answered.
class RecordedCall {
public:
    explicit RecordedCall(nlohmann::json reply);
    RecordedCall(const RecordedCall&) = delete;
    RecordedCall& operator=(const RecordedCall&) = delete;
    ~RecordedCall() = default;

    /// To be given to the tool, once.
    toolhost::sdk::Context context();

    /// What the instance was asked; absent when it was not.
    [[nodiscard]] const std::optional<nlohmann::json>& request() const { return request_; }
    /// The tool's answer, an MCP CallToolResult.
    [[nodiscard]] const nlohmann::json& answer() const { return answer_; }
    [[nodiscard]] const nlohmann::json& structured() const {
        return answer_.at("structuredContent");
    }
    /// The text of an answer that is an error; empty when it is none.
    [[nodiscard]] std::string error() const;

private:
    static RecordedCall& self(toolhost_call* call);
    static const void* findInterface(void* context, toolhost_str id);

    nlohmann::json reply_;
    std::optional<nlohmann::json> request_;
    nlohmann::json answer_;
    toolhost_host table_{};  // as long as host_, which refers to it
    std::optional<toolhost::sdk::Host> host_;
};

}  // namespace servicenow_meta
