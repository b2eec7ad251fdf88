// What the plugin offers. Logic lives in files named for it.
#include <toolhost/plugin.hpp>

#include "greeting.hpp"

namespace {

using namespace toolhost::sdk;

Plugin make(const Setup&) {
    Plugin plugin;
    plugin.tool("greet", "Greets a person by name.", greet)
        .title("Greet somebody")
        .readOnly()
        .idempotent()
        .openWorld(false);
    return plugin;
}

}  // namespace

TOOLHOST_PLUGIN("com.example.greeter", "1.0.0", make);
