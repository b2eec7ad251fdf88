#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <type_traits>
#include <utility>

#include <toolhost/context.hpp>
#include <toolhost/input.hpp>
#include <toolhost/listed.hpp>
#include <toolhost/result.hpp>

namespace toolhost::sdk {

/// Whether calls of a tool go on as tasks: their client gets a task at once, and the answer when it
/// asks for it later. Only of clients that know tasks.
enum class AsTask {
    WhenSlow,  ///< calls that the host finds slow; so it is without saying
    Always,    ///< every call
    Never,     ///< no call: an answer late is better than a task
    Required   ///< every call, and who knows no tasks cannot call it
};

/// A tool: a name, a description, schemas, and the function behind them.
class Tool : public Listed<Tool> {
public:
    Tool(std::string name, std::string description) {
        set("name", std::move(name));
        set("description", std::move(description));
    }

    /// The tool changes nothing anywhere.
    Tool& readOnly() { return hint("readOnlyHint", true); }

    /// The tool may change or remove what was there, rather than only add to it.
    Tool& destructive(bool value = true) { return hint("destructiveHint", value); }

    /// Calling it again with the same arguments changes nothing more.
    Tool& idempotent() { return hint("idempotentHint", true); }

    /// Whether it reaches systems beyond the host.
    Tool& openWorld(bool value = true) { return hint("openWorldHint", value); }

    /// Whether calls of it go on as tasks; see AsTask.
    Tool& asTask(AsTask when) {
        static constexpr const char* kWords[] = {"when_slow", "always", "never", "required"};
        edited()["toolhost"]["task"] = kWords[static_cast<std::size_t>(when)];
        return *this;
    }

    /// Replaces the input schema that was made from the input struct.
    Tool& inputSchema(SchemaJson schema) { return set("inputSchema", std::move(schema)); }

    /// What Result::structured conforms to.
    Tool& outputSchema(SchemaJson schema) { return set("outputSchema", std::move(schema)); }

    /// The output schema made from a struct with fields().
    template <typename Output>
    Tool& output() {
        return outputSchema(Codec<Output>::schema());
    }

    /// The function that runs. Four shapes, by what suits the tool:
    ///
    ///     Result f(const Input&)                  answers at once
    ///     Result f(const Context&, const Input&)  the same, and needs to know the call
    ///     Output f(const Input&)                  a struct with fields(): typed, with its
    ///     outputSchema void   f(Context, Input)                answers later through the context,
    ///     from any thread
    template <typename Function>
    Tool& runs(Function function) {
        bind(std::function(std::move(function)));
        return *this;
    }

    std::string name() const { return definition()["name"].get<std::string>(); }

    /// [worker] Runs one call. May throw; the caller turns that into a failed call.
    void run(const Context& context) const { run_(context); }

private:
    Tool& hint(const char* key, bool value) {
        edited()["annotations"][key] = value;
        return *this;
    }

    template <typename Output, typename Input>
    void bind(std::function<Output(Input)> function) {
        bind(std::function<Output(const Context&, Input)>(
            [function = std::move(function)](const Context&, Input input) -> Output {
                return function(std::forward<Input>(input));
            }));
    }

    template <typename Output, typename AnyContext, typename Input>
    void bind(std::function<Output(AnyContext, Input)> function) {
        using Arguments = std::decay_t<Input>;
        if (!definition().contains("inputSchema")) inputSchema(Codec<Arguments>::schema());
        if constexpr (!std::is_void_v<Output> && !std::is_same_v<Output, Result>) {
            if (!definition().contains("outputSchema")) output<Output>();
        }
        run_ = [function = std::move(function)](const Context& context) {
            Arguments arguments = Codec<Arguments>::read(context.arguments());
            if constexpr (std::is_void_v<Output>) {
                function(context, std::move(arguments));
            } else if constexpr (std::is_same_v<Output, Result>) {
                context.finish(function(context, std::move(arguments)));
            } else {
                context.finish(Result::structured(
                    Codec<Output>::write(function(context, std::move(arguments)))));
            }
        };
    }

    std::function<void(const Context&)> run_;
};

}  // namespace toolhost::sdk
