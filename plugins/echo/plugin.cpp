// The smallest useful plugin: what goes in comes out. Also what the benchmarks call.
#include <toolhost/plugin.hpp>

namespace {

using namespace toolhost::sdk;

struct Message {
    std::string text;

    template <class Field>
    void fields(Field& field) {
        field("text", text, "The text to send back").length(0, 100'000);
    }
};

Result echo(const Message& message) {
    return Result::text(message.text);
}

Plugin make(const Setup&) {
    Plugin plugin;
    plugin.tool("echo", "Sends the given text back unchanged.", echo)
        .title("Echo")
        .readOnly()
        .idempotent()
        .openWorld(false);
    return plugin;
}

}  // namespace

TOOLHOST_PLUGIN("com.toolhost.echo", "0.1.0", make);
