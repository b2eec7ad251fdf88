#pragma once

#include <nlohmann/json.hpp>
#include <string>
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
        result.json_["structuredContent"] = std::move(value);
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

    /// The MCP CallToolResult object.
    const nlohmann::json& json() const { return json_; }

private:
    Result() : json_(nlohmann::json::object()) {}

    nlohmann::json json_;
};

}  // namespace toolhost::sdk
