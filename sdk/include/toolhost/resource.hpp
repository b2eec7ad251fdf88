#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include <toolhost/completions.hpp>
#include <toolhost/context.hpp>
#include <toolhost/input.hpp>
#include <toolhost/listed.hpp>
#include <toolhost/text.hpp>

namespace toolhost::sdk {

/// What is read of a resource.
class Contents {
public:
    /// Text; a mime type of your choice.
    static Contents text(std::string text, std::string mime_type = "text/plain") {
        return std::move(Contents().add({{"text", std::move(text)}}, std::move(mime_type)));
    }

    /// Bytes of any kind.
    static Contents blob(std::string_view bytes, std::string mime_type) {
        return std::move(Contents().add({{"blob", base64(bytes)}}, std::move(mime_type)));
    }

    /// There is nothing behind that URI, in words: what was looked for, and what there is.
    static Contents missing(std::string why) {
        Contents contents;
        contents.missing_ = std::move(why);
        return contents;
    }

    /// A further part, or the same with more: MCP's own object with text or blob, without a uri for
    /// the one that was asked for.
    Contents& add(nlohmann::json part, std::string mime_type) {
        part["mimeType"] = std::move(mime_type);
        parts_.push_back(std::move(part));
        return *this;
    }

    /// MCP's _meta of the part that was added last: what a user interface may do, say.
    Contents& meta(nlohmann::json meta) {
        parts_.back()["_meta"] = std::move(meta);
        return *this;
    }

    const std::optional<std::string>& whyMissing() const { return missing_; }

    /// The MCP ReadResourceResult object for that URI. Bytes that are not UTF-8 are replaced.
    std::string jsonText(const std::string& uri) const {
        nlohmann::json parts = parts_;
        for (auto& part : parts) {
            if (!part.contains("uri")) part["uri"] = uri;
        }
        return nlohmann::json{{"contents", std::move(parts)}}.dump(
            -1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

private:
    Contents() : parts_(nlohmann::json::array()) {}

    nlohmann::json parts_;
    std::optional<std::string> missing_;
};

/// A resource, or a template of many: a URI, a name, and the function that reads.
class Resource : public Listed<Resource> {
public:
    /// One resource.
    static Resource at(std::string uri, std::string name) {
        return Resource("uri", std::move(uri), std::move(name));
    }

    /// All whose URI fits: {name} stands for one segment, {+name} for any characters, and
    /// {?name,other} at the end for a query.
    static Resource matching(std::string uri_template, std::string name) {
        return Resource("uriTemplate", std::move(uri_template), std::move(name));
    }

    Resource& description(std::string text) { return set("description", std::move(text)); }
    Resource& mimeType(std::string type) { return set("mimeType", std::move(type)); }

    /// The function that reads. Its input is a struct with fields() that the template's variables
    /// fill, NoInput for one resource. Four shapes:
    ///
    ///     Contents f()                              of one resource
    ///     Contents f(const Input&)                  answers at once
    ///     Contents f(const Context&, const Input&)  the same, and needs to know the call
    ///     void     f(Context, Input)                answers later with readAs()
    template <typename Function>
    Resource& reads(Function function) {
        bind(std::function(std::move(function)));
        return *this;
    }

    /// Completes a variable while the user types it.
    Resource& completes(std::string variable, Complete complete) {
        completions_.add(std::move(variable), std::move(complete));
        return *this;
    }

    bool isTemplate() const { return definition().contains("uriTemplate"); }

    /// The URI or the template, as it was declared.
    std::string name() const {
        return definition()[isTemplate() ? "uriTemplate" : "uri"].get<std::string>();
    }

    /// [worker] May throw; the caller turns that into a failed call.
    void run(const Context& context) const { run_(context); }
    const Completions& completions() const { return completions_; }

    /// Answers a read with what is there.
    static void readAs(const Context& context, const Contents& contents) {
        if (const auto& why = contents.whyMissing()) return context.refuse(*why);
        context.finishWith(contents.jsonText(context.arguments().at("uri").get<std::string>()));
    }

private:
    Resource(const char* member, std::string uri, std::string name) {
        set(member, std::move(uri));
        set("name", std::move(name));
    }

    void bind(std::function<Contents()> function) {
        bind(std::function<Contents(const Context&, NoInput)>(
            [function = std::move(function)](const Context&, NoInput) { return function(); }));
    }

    template <typename Input>
    void bind(std::function<Contents(Input)> function) {
        bind(std::function<Contents(const Context&, Input)>(
            [function = std::move(function)](const Context&, Input input) {
                return function(std::forward<Input>(input));
            }));
    }

    template <typename Output, typename AnyContext, typename Input>
    void bind(std::function<Output(AnyContext, Input)> function) {
        run_ = [function = std::move(function)](const Context& context) {
            auto variables = Codec<std::decay_t<Input>>::read(variablesOf(context));
            if constexpr (std::is_void_v<Output>) {
                function(context, std::move(variables));
            } else {
                readAs(context, function(context, std::move(variables)));
            }
        };
    }

    /// Those of the template; none of a resource.
    static nlohmann::json variablesOf(const Context& context) {
        return context.arguments().value("variables", nlohmann::json::object());
    }

    std::function<void(const Context&)> run_;
    Completions completions_;
};

}  // namespace toolhost::sdk
