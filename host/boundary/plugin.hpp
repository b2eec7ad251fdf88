#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "boundary/call.hpp"

namespace toolhost::boundary {

/// What a plugin says of itself.
struct Description {
    std::string id;       ///< reverse DNS: "com.example.greeter"
    std::string version;  ///< "1.0.0"
    /// The JSON Schema of its configuration, as it wrote it; empty when it has none.
    std::string config_schema;
};

/// What the admin set for a plugin, in the two ways in which it may ask for it.
struct Configuration {
    /// The JSON object for create and reconfigure.
    std::string json;
    /// The texts of toolhost.config/1, by key.
    std::map<std::string, std::string> texts;
};

/// A plugin, wherever its code runs, with at most one running instance. What is not marked
/// [control] is thread-safe.
class Plugin {
public:
    Plugin() = default;
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    /// Ends the instance.
    virtual ~Plugin() = default;

    [[nodiscard]] virtual const Description& description() const = 0;

    /// [control] Makes the instance. Only once.
    virtual base::Result<base::Done> create(std::string_view config_json) = 0;

    /// [control] Whether it took up the changed configuration; false: it cannot, make it anew. An
    /// error is its own refusal, and it goes on with what it had.
    virtual base::Result<bool> reconfigure(const Configuration& changed) = 0;

    /// [control] What the instance offers of that kind (TOOLHOST_LIST_*): MCP's objects, each as
    /// the text it was written in. None for kinds the plugin does not know.
    [[nodiscard]] virtual base::Result<std::vector<std::string>> list(std::uint32_t kind) = 0;

    /// [worker] Gives the plugin a call; see run(). An error when it broke the contract or failed
    /// outright.
    virtual base::Result<toolhost_status> call(Call& call) = 0;

    /// [any thread] Hints that nobody waits for the call any more.
    virtual void cancel(Call& call) = 0;

    /// [control] Why the instance cannot do its work; ok when it can or does not say.
    [[nodiscard]] virtual base::Result<base::Done> health() = 0;

    /// [control] Ends the work of the instance. An error: it may still be running, and is then
    /// never freed.
    virtual base::Result<base::Done> quiesce() = 0;
};

/// [worker] Runs a call and holds the plugin to what it says of it: one that it neither answered
/// nor keeps is answered for it.
void run(Plugin& plugin, Call& call);

}  // namespace toolhost::boundary
