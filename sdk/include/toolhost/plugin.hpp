#pragma once

#include <algorithm>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>

#include <toolhost/abi/note.h>
#include <toolhost/tool.hpp>

/// Start here: a plugin is a function that is given its Setup and returns a Plugin with tools in
/// it, named once by TOOLHOST_PLUGIN. See the SDK's README for a whole one.
namespace toolhost::sdk {

/// The tools of one running plugin. State that tools share is captured by their functions.
class Plugin {
public:
    /// Adds a tool; the reference stays good until the next one is added.
    template <typename Function>
    Tool& tool(std::string name, std::string description, Function function) {
        tools_.emplace_back(std::move(name), std::move(description));
        return tools_.back().runs(std::move(function));
    }

    /// The same for a plugin written in one expression.
    template <typename Function>
    Plugin with(std::string name, std::string description, Function function) && {
        tool(std::move(name), std::move(description), std::move(function));
        return std::move(*this);
    }

    /// The tool of that name, or null.
    const Tool* find(std::string_view name) const {
        const auto found = std::find_if(
            tools_.begin(), tools_.end(), [name](const Tool& tool) { return tool.name() == name; });
        return found == tools_.end() ? nullptr : &*found;
    }

    /// Their MCP Tool objects, in the order they were added.
    SchemaJson definitions() const {
        SchemaJson all = SchemaJson::array();
        for (const auto& tool : tools_) {
            all.push_back(tool.definition());
        }
        return all;
    }

private:
    std::deque<Tool> tools_;
};

/// What TOOLHOST_PLUGIN says.
struct Identity {
    const char* id;
    const char* version;
    Plugin (*make)(const Setup&);
};

/// The C functions behind toolhost_plugin. Each catches everything: nothing leaves the library.
class Trampolines {
public:
    static toolhost_status enter(const toolhost_host* host,
                                 toolhost_plugin* out,
                                 const Identity& identity) noexcept {
        if (host == nullptr || out == nullptr) return TOOLHOST_E_ARGUMENT;
        try {
            auto library = std::make_unique<Library>(Library{Host(*host), identity});
            fill(*out, library.release());  // NOLINT(clang-analyzer-cplusplus.NewDeleteLeaks):
                                            // freed by unload
            return TOOLHOST_OK;
        } catch (...) {
            return TOOLHOST_E_FAILED;
        }
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
        const std::size_t room = std::min<std::size_t>(out.size, sizeof(table));
        table.size = static_cast<uint32_t>(room);
        std::copy_n(reinterpret_cast<const char*>(&table), room, reinterpret_cast<char*>(&out));
    }

    static toolhost_status put(toolhost_sink* sink, std::string_view text) {
        return sink->put(sink->context, toAbi(text));
    }

    static toolhost_status describe(void* self, toolhost_sink* json) noexcept {
        try {
            const Identity& identity = static_cast<Library*>(self)->identity;
            const SchemaJson description = {{"id", identity.id}, {"version", identity.version}};
            return put(json, description.dump());
        } catch (...) {
            return TOOLHOST_E_FAILED;
        }
    }

    static toolhost_status create(void* self,
                                  toolhost_str config_json,
                                  void** instance,
                                  toolhost_sink* error) noexcept {
        try {
            auto* library = static_cast<Library*>(self);
            const Setup setup(library->host, nlohmann::json::parse(fromAbi(config_json)));
            *instance = new Instance{library, library->identity.make(setup)};
            return TOOLHOST_OK;
        } catch (const std::exception& e) {
            put(error, e.what());
            return TOOLHOST_E_FAILED;
        } catch (...) {
            put(error, "an unknown exception");
            return TOOLHOST_E_FAILED;
        }
    }

    static toolhost_status list(void* instance, uint32_t kind, toolhost_sink* json) noexcept {
        if (kind != TOOLHOST_LIST_TOOLS) return TOOLHOST_E_UNSUPPORTED;
        try {
            return put(json, static_cast<Instance*>(instance)->plugin.definitions().dump());
        } catch (...) {
            return TOOLHOST_E_FAILED;
        }
    }

    static toolhost_status call(void* instance, toolhost_call* abi_call) noexcept {
        const auto& [library, plugin] = *static_cast<Instance*>(instance);
        try {
            const Context context(library->host, abi_call);
            runGuarded(plugin, library->host, context, abi_call);
            return context.isAnswered() ? TOOLHOST_OK : TOOLHOST_PENDING;
        } catch (...) {
            return TOOLHOST_E_FAILED;
        }
    }

    static void runGuarded(const Plugin& plugin,
                           const Host& host,
                           const Context& context,
                           toolhost_call* abi_call) {
        try {
            const auto name = fromAbi(host.call()->get(abi_call, TOOLHOST_CALL_NAME));
            const Tool* tool = plugin.find(name);
            if (tool == nullptr) throw std::runtime_error("no tool of this name is here");
            tool->run(context);
        } catch (const std::exception& e) {
            context.failInternally(e.what());
        } catch (...) {
            context.failInternally("an unknown exception");
        }
    }

    static void cancel(void*, toolhost_call*) noexcept {}  // tools ask Context::isCancelled

    static toolhost_status quiesce(void*, uint32_t) noexcept { return TOOLHOST_OK; }

    static void destroy(void* instance) noexcept { delete static_cast<Instance*>(instance); }

    static void unload(void* self) noexcept { delete static_cast<Library*>(self); }
};

}  // namespace toolhost::sdk

/// Makes the library a plugin: its id (reverse DNS), its version (semantic), both string literals,
/// and the function that makes it, `toolhost::sdk::Plugin make(const toolhost::sdk::Setup&)`, which
/// may throw to refuse its setup. Id and version also stand in the file's note (abi/note.h).
#define TOOLHOST_PLUGIN(id, version, make)                                                      \
    TOOLHOST_PLUGIN_NOTE(id, version);                                                          \
    extern "C" __attribute__((visibility("default"))) toolhost_status toolhost_plugin_entry_v1( \
        const toolhost_host* host, toolhost_plugin* plugin) {                                   \
        return ::toolhost::sdk::Trampolines::enter(host, plugin, {id, version, make});          \
    }                                                                                           \
    static_assert(true, "so that the macro ends with a semicolon")
