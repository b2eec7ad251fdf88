#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <type_traits>
#include <utility>

#include <toolhost/completions.hpp>
#include <toolhost/context.hpp>
#include <toolhost/input.hpp>
#include <toolhost/listed.hpp>

namespace toolhost::sdk {

/// What a prompt answers: messages for a model, each said by the user or by the assistant.
class Messages {
public:
    /// One message of the user.
    static Messages user(std::string text) {
        return std::move(Messages().addUser(std::move(text)));
    }

    Messages& addUser(std::string text) { return add("user", textBlock(std::move(text))); }
    Messages& addAssistant(std::string text) {
        return add("assistant", textBlock(std::move(text)));
    }

    /// A further message with one content block in MCP's own form (image, audio, resource).
    Messages& add(const char* role, nlohmann::json block) {
        json_["messages"].push_back({{"role", role}, {"content", std::move(block)}});
        return *this;
    }

    /// What these messages are for, in words for people.
    Messages& description(std::string text) {
        json_["description"] = std::move(text);
        return *this;
    }

    /// The MCP GetPromptResult object. Bytes that are not UTF-8 are replaced.
    std::string jsonText() const {
        return json_.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

private:
    Messages() : json_({{"messages", nlohmann::json::array()}}) {}

    static nlohmann::json textBlock(std::string text) {
        return {{"type", "text"}, {"text", std::move(text)}};
    }

    nlohmann::json json_;
};

/// A prompt: a name, a description, arguments, and the function behind them.
class Prompt : public Listed<Prompt> {
public:
    Prompt(std::string name, std::string description) {
        set("name", std::move(name));
        set("description", std::move(description));
    }

    /// The function that runs. Its input is a struct with fields() of texts, for arguments of
    /// prompts are texts. Three shapes:
    ///
    ///     Messages f(const Input&)                  answers at once
    ///     Messages f(const Context&, const Input&)  the same, and needs to know the call
    ///     void     f(Context, Input)                answers later through the context
    template <typename Function>
    Prompt& runs(Function function) {
        bind(std::function(std::move(function)));
        return *this;
    }

    /// Completes an argument while the user types it.
    Prompt& completes(std::string argument, Complete complete) {
        completions_.add(std::move(argument), std::move(complete));
        return *this;
    }

    std::string name() const { return definition()["name"].get<std::string>(); }

    /// [worker] May throw; the caller turns that into a failed call.
    void run(const Context& context) const { run_(context); }
    const Completions& completions() const { return completions_; }

private:
    template <typename Input>
    void bind(std::function<Messages(Input)> function) {
        bind(std::function<Messages(const Context&, Input)>(
            [function = std::move(function)](const Context&, Input input) {
                return function(std::forward<Input>(input));
            }));
    }

    template <typename Output, typename AnyContext, typename Input>
    void bind(std::function<Output(AnyContext, Input)> function) {
        using Arguments = std::decay_t<Input>;
        set("arguments", argumentsOf(Codec<Arguments>::schema()));
        run_ = [function = std::move(function)](const Context& context) {
            Arguments arguments = Codec<Arguments>::read(context.arguments());
            if constexpr (std::is_void_v<Output>) {
                function(context, std::move(arguments));
            } else {
                context.finishWith(function(context, std::move(arguments)).jsonText());
            }
        };
    }

    /// MCP's PromptArgument objects for the properties of a schema.
    static SchemaJson argumentsOf(const SchemaJson& schema) {
        SchemaJson arguments = SchemaJson::array();
        for (const auto& [name, property] : schema["properties"].items()) {
            SchemaJson argument = {{"name", name}};
            if (property.contains("description")) argument["description"] = property["description"];
            argument["required"] = isRequired(schema, name);
            arguments.push_back(std::move(argument));
        }
        return arguments;
    }

    static bool isRequired(const SchemaJson& schema, const std::string& name) {
        if (!schema.contains("required")) return false;
        for (const auto& required : schema["required"]) {
            if (required == name) return true;
        }
        return false;
    }

    std::function<void(const Context&)> run_;
    Completions completions_;
};

}  // namespace toolhost::sdk
