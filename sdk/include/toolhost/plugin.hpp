#pragma once

#include <algorithm>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <toolhost/abi/note.h>
#include <toolhost/reconfigure.hpp>
#include <toolhost/repertoire.hpp>

/// Start here: a plugin is a function that is given its Setup and returns a Plugin with tools and
/// the like in it, named once by TOOLHOST_PLUGIN. See the SDK's README for a whole one.
namespace toolhost::sdk {

/// What one running plugin offers: tools, prompts and resources. State that they share is captured
/// by their functions.
class Plugin {
public:
    /// Adds a tool; the reference stays good until the next one is added.
    template <typename Function>
    Tool& tool(std::string name, std::string description, Function function) {
        return repertoire_.add(Tool(std::move(name), std::move(description)))
            .runs(std::move(function));
    }

    /// Adds a prompt; the reference stays good until the next one is added.
    template <typename Function>
    Prompt& prompt(std::string name, std::string description, Function function) {
        return repertoire_.add(Prompt(std::move(name), std::move(description)))
            .runs(std::move(function));
    }

    /// Adds a resource; the reference stays good until the next resource or template is added.
    template <typename Function>
    Resource& resource(std::string uri, std::string name, Function function) {
        return repertoire_.add(Resource::at(std::move(uri), std::move(name)))
            .reads(std::move(function));
    }

    /// Adds all resources whose URI fits the template (Resource::matching); the same of the
    /// reference.
    template <typename Function>
    Resource& resourceTemplate(std::string uri_template, std::string name, Function function) {
        return repertoire_.add(Resource::matching(std::move(uri_template), std::move(name)))
            .reads(std::move(function));
    }

    /// Takes up a configuration that changes while the plugin runs: `take` gets a const Setup&, or
    /// the struct that the make function takes, from one thread at a time. It throws to refuse the
    /// change whole, and the plugin goes on with what it had. Without this a change makes the
    /// plugin anew.
    template <typename Function>
    Plugin& reconfigures(Function take) {
        reconfigure_.by(std::move(take));
        return *this;
    }

    /// The same as tool() for a plugin written in one expression.
    template <typename Function>
    Plugin with(std::string name, std::string description, Function function) && {
        tool(std::move(name), std::move(description), std::move(function));
        return std::move(*this);
    }

    const Repertoire& repertoire() const { return repertoire_; }

    /// Whether it takes up a changed configuration. Throws to refuse it.
    bool reconfigure(const Setup& setup) const { return reconfigure_.run(setup); }

private:
    Repertoire repertoire_;
    Reconfigure reconfigure_;
};

/// What TOOLHOST_PLUGIN says.
struct Identity {
    const char* id;
    const char* version;
    Plugin (*make)(const Setup&);
    /// The JSON Schema of the configuration; null when there is none.
    SchemaJson (*config)() = nullptr;
};

/// The two shapes of a make function as one.
template <auto make>
struct Maker;

template <Plugin (*make)(const Setup&)>
struct Maker<make> {
    static Plugin call(const Setup& setup) { return make(setup); }
    static constexpr SchemaJson (*config)() = nullptr;
};

template <typename Config, Plugin (*make)(const Setup&, const Config&)>
struct Maker<make> {
    static Plugin call(const Setup& setup) {
        return make(setup, Codec<Config>::read(setup.configuration()));
    }
    static constexpr SchemaJson (*config)() = &Codec<Config>::schema;
};

/// The C functions behind toolhost_plugin. Nothing is thrown out of the library.
class Trampolines {
public:
    static toolhost_status enter(const toolhost_host* host,
                                 toolhost_plugin* out,
                                 const Identity& identity) noexcept {
        if (host == nullptr || out == nullptr) return TOOLHOST_E_ARGUMENT;
        return guarded(nullptr, [&] {
            auto library = std::make_unique<Library>(Library{Host(*host), identity});
            fill(*out, library.release());  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks):
                                            // freed by unload
            return TOOLHOST_OK;
        });
    }

private:
    /// One entry of the library; instances refer to it.
    struct Library {
        Host host;
        Identity identity;
    };

    struct Instance {
        Library* library = nullptr;
        Plugin plugin;
    };

    static void fill(toolhost_plugin& out, Library* library) {
        toolhost_plugin table{};
        table.size = sizeof(table);
        table.abi_major = TOOLHOST_ABI_MAJOR;
        table.abi_minor = TOOLHOST_ABI_MINOR;
        table.self = library;
        table.describe = &describe;
        table.create = &create;
        table.list = &list;
        table.call = &call;
        table.cancel = &cancel;
        table.quiesce = &quiesce;
        table.destroy = &destroy;
        table.unload = &unload;
        table.reconfigure = &reconfigure;
        const std::size_t room = std::min<std::size_t>(out.size, sizeof(table));
        table.size = static_cast<uint32_t>(room);
        std::copy_n(reinterpret_cast<const char*>(&table), room, reinterpret_cast<char*>(&out));
    }

    static toolhost_status put(toolhost_sink* sink, std::string_view text) {
        return sink->put(sink->context, toAbi(text));
    }

    /// What the function says; a failure when it throws, with its reason in `error` if there is
    /// one.
    template <typename Function>
    static toolhost_status guarded(toolhost_sink* error, const Function& function) noexcept {
        try {
            return function();
        } catch (const std::exception& e) {
            if (error != nullptr) put(error, e.what());
        } catch (...) {
            if (error != nullptr) put(error, "an unknown exception");
        }
        return TOOLHOST_E_FAILED;
    }

    static toolhost_status describe(void* self, toolhost_sink* json) noexcept {
        return guarded(nullptr, [&] {
            const Identity& identity = static_cast<Library*>(self)->identity;
            SchemaJson description = {{"id", identity.id}, {"version", identity.version}};
            if (identity.config != nullptr) description["config"] = identity.config();
            return put(json, description.dump());
        });
    }

    static toolhost_status create(void* self,
                                  toolhost_str config_json,
                                  void** instance,
                                  toolhost_sink* error) noexcept {
        return guarded(error, [&] {
            auto* library = static_cast<Library*>(self);
            const Setup setup(library->host, nlohmann::json::parse(fromAbi(config_json)));
            *instance = new Instance{library, library->identity.make(setup)};
            return TOOLHOST_OK;
        });
    }

    static toolhost_status list(void* instance, uint32_t kind, toolhost_sink* json) noexcept {
        return guarded(nullptr, [&] {
            const auto listed = static_cast<Instance*>(instance)->plugin.repertoire().list(kind);
            return listed ? put(json, listed->dump()) : TOOLHOST_E_UNSUPPORTED;
        });
    }

    static toolhost_status call(void* instance, toolhost_call* abi_call) noexcept {
        const auto& [library, plugin] = *static_cast<Instance*>(instance);
        return guarded(nullptr, [&host = library->host, &offered = plugin, abi_call] {
            const Context context(host, abi_call);
            runGuarded(offered, context);
            return context.isAnswered() ? TOOLHOST_OK : TOOLHOST_PENDING;
        });
    }

    static void runGuarded(const Plugin& plugin, const Context& context) {
        try {
            plugin.repertoire().run(context);
        } catch (const std::exception& e) {
            context.failInternally(e.what());
        } catch (...) {
            context.failInternally("an unknown exception");
        }
    }

    static toolhost_status reconfigure(void* instance,
                                       toolhost_str config_json,
                                       toolhost_sink* error) noexcept {
        return guarded(error, [&] {
            const auto* running = static_cast<Instance*>(instance);
            const Setup setup(running->library->host, nlohmann::json::parse(fromAbi(config_json)));
            return running->plugin.reconfigure(setup) ? TOOLHOST_OK : TOOLHOST_E_UNSUPPORTED;
        });
    }

    static void cancel(void*, toolhost_call*) noexcept {}  // tools ask Context::isCancelled

    static toolhost_status quiesce(void*, uint32_t) noexcept { return TOOLHOST_OK; }

    static void destroy(void* instance) noexcept { delete static_cast<Instance*>(instance); }

    static void unload(void* self) noexcept { delete static_cast<Library*>(self); }
};

}  // namespace toolhost::sdk

/// Makes the library a plugin: its id (reverse DNS), its version (semantic), both string literals,
/// and the function that makes it, `toolhost::sdk::Plugin make(const toolhost::sdk::Setup&)`, which
/// may throw to refuse its setup. With a second parameter, `const Config&` of a struct with
/// fields(), the admin's settings are checked against the struct's schema and read into it. Id and
/// version also stand in the file's note (abi/note.h).
#define TOOLHOST_PLUGIN(id, version, make)                                                      \
    TOOLHOST_PLUGIN_NOTE(id, version);                                                          \
    extern "C" __attribute__((visibility("default"))) toolhost_status toolhost_plugin_entry_v1( \
        const toolhost_host* host, toolhost_plugin* plugin) {                                   \
        using Maker = ::toolhost::sdk::Maker<make>;                                             \
        return ::toolhost::sdk::Trampolines::enter(                                             \
            host, plugin, {id, version, &Maker::call, Maker::config});                          \
    }                                                                                           \
    static_assert(true, "so that the macro ends with a semicolon")
