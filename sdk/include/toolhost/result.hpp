#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace toolhost::sdk {

/// What a tool answers: content blocks, structured content, or an error the model should read.
class Result {
public:
    /// One block of text.
    static Result text(std::string text) {
        Result result;
        result.addText(std::move(text));
        return result;
    }

    /// A JSON value that conforms to the tool's outputSchema. The host adds the same as text for
    /// clients that read only text, unless the tool adds a text of its own.
    static Result structured(nlohmann::json value) {
        Result result;
        result.structured_ = std::move(value);
        return result;
    }

    /// A failure in words: what was attempted, what went wrong, what to do.
    static Result error(std::string text) {
        Result result = Result::text(std::move(text));
        result.json_["isError"] = true;
        return result;
    }

    /// A further block of text; for a person, beside structured content.
    Result& addText(std::string text) {
        return addBlock({{"type", "text"}, {"text", std::move(text)}});
    }

    /// A further content block in MCP's own form (image, audio, resource, resource_link).
    Result& addBlock(nlohmann::json block) {
        json_["content"].push_back(std::move(block));
        return *this;
    }

    /// Adds to the structured content, an object, a member whose value is JSON text already, such
    /// as the records of a ServiceNow reply: nothing takes it apart to write it again.
    Result& splice(std::string_view member, std::string_view json_text) {
        spliced_.append(",").append(written(member)).append(":").append(json_text);
        return *this;
    }

    /// The MCP CallToolResult object. Bytes that are not UTF-8 are replaced, except in spliced
    /// text.
    std::string jsonText() const {
        std::string text = written(json_);
        if (!structured_) return text;
        text.pop_back();
        if (!json_.empty()) text += ',';
        return text.append("\"structuredContent\":").append(structuredText()).append("}");
    }

private:
    Result() : json_(nlohmann::json::object()) {}

    static std::string written(const nlohmann::json& value) {
        return value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

    std::string structuredText() const {
        std::string text = written(*structured_);
        if (spliced_.empty()) return text;
        text.pop_back();
        return text.append(spliced_, structured_->empty() ? 1 : 0).append("}");
    }

    nlohmann::json json_;  // all but the structured content
    std::optional<nlohmann::json> structured_;
    std::string spliced_;  // members, each after a comma
};

}  // namespace toolhost::sdk
