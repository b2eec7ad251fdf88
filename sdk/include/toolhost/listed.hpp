#pragma once

#include <functional>
#include <string>
#include <utility>

#include <toolhost/field_schema.hpp>

namespace toolhost::sdk {

/// Something a plugin lists: MCP's object for it, and whether it is offered just now.
template <typename Derived>
class Listed {
public:
    /// A name for people, where the client shows one.
    Derived& title(std::string title) { return set("title", std::move(title)); }

    /// MCP's _meta of it, which clients get as it is: where a tool names its user interface, say.
    Derived& meta(SchemaJson meta) { return set("_meta", std::move(meta)); }

    /// Lists it only while that holds, which is asked each time the host reads the list. After a
    /// change, tell the host: Events::listChanged(). May be asked from any thread.
    Derived& offeredWhile(std::function<bool()> is_offered) {
        is_offered_ = std::move(is_offered);
        return self();
    }

    const SchemaJson& definition() const { return definition_; }
    bool isOffered() const { return !is_offered_ || is_offered_(); }

    /// The host refuses calls of clients that have not these capabilities (MCP ClientCapabilities),
    /// before it runs them: `{"sampling": {}}`.
    Derived& requiresClient(SchemaJson capabilities) {
        definition_["toolhost"]["requires"] = std::move(capabilities);
        return self();
    }

protected:
    Derived& set(const char* member, SchemaJson value) {
        definition_[member] = std::move(value);
        return self();
    }

    SchemaJson& edited() { return definition_; }

private:
    Derived& self() { return static_cast<Derived&>(*this); }

    SchemaJson definition_;
    std::function<bool()> is_offered_;
};

}  // namespace toolhost::sdk
