/* Compiles the ABI headers as C and freezes the layout of this pre-release. */
#include <toolhost/abi/note.h>
#include <toolhost/abi/plugin.h>

TOOLHOST_PLUGIN_NOTE("test.abi-header", "1.0.0");

_Static_assert(sizeof(toolhost_plugin_note) == 24 + sizeof(toolhost_plugin_note.text),
               "a note is three words, its padded name and its text");
_Static_assert(sizeof(toolhost_plugin_note.text) % 4 == 0, "its text is padded to whole words");

#define FROZEN(type, member, offset) \
    _Static_assert(offsetof(type, member) == (offset), #type "." #member " has moved")

FROZEN(toolhost_str, size, 8);
FROZEN(toolhost_sink, put, 16);
FROZEN(toolhost_host, context, 16);
FROZEN(toolhost_host, get_interface, 24);
FROZEN(toolhost_call_api, get, 8);
FROZEN(toolhost_call_api, remaining_ms, 16);
FROZEN(toolhost_call_api, is_cancelled, 24);
FROZEN(toolhost_call_api, finish, 32);
FROZEN(toolhost_call_api, fail, 40);
FROZEN(toolhost_call_api, retain, 48);
FROZEN(toolhost_call_api, release, 56);
FROZEN(toolhost_call_api, need_input, 64);
FROZEN(toolhost_call_api, progress, 72);
FROZEN(toolhost_call_api, partial, 80);
FROZEN(toolhost_call_api, close_stream, 88);
FROZEN(toolhost_call_api, message, 96);
FROZEN(toolhost_log_api, write, 16);
FROZEN(toolhost_config_api, get, 16);
FROZEN(toolhost_metrics_api, record, 16);
FROZEN(toolhost_events_api, raise, 16);
FROZEN(toolhost_tasks_api, run, 16);
FROZEN(toolhost_service_api, request, 16);
FROZEN(toolhost_plugin, abi_major, 4);
FROZEN(toolhost_plugin, abi_minor, 8);
FROZEN(toolhost_plugin, self, 16);
FROZEN(toolhost_plugin, describe, 24);
FROZEN(toolhost_plugin, create, 32);
FROZEN(toolhost_plugin, list, 40);
FROZEN(toolhost_plugin, call, 48);
FROZEN(toolhost_plugin, cancel, 56);
FROZEN(toolhost_plugin, quiesce, 64);
FROZEN(toolhost_plugin, destroy, 72);
FROZEN(toolhost_plugin, unload, 80);
FROZEN(toolhost_plugin, reconfigure, 88);
FROZEN(toolhost_plugin, health, 96);
FROZEN(toolhost_plugin, get_extension, 104);
_Static_assert(sizeof(toolhost_plugin) == 112, "toolhost_plugin has changed its size");
_Static_assert(sizeof(toolhost_call_api) == 104, "toolhost_call_api has changed its size");
_Static_assert(sizeof(toolhost_service_api) == 24, "toolhost_service_api has changed its size");

toolhost_status abi_header_compiles(const toolhost_host* host);
toolhost_status abi_header_compiles(const toolhost_host* host) {
    return TOOLHOST_HAS(host, toolhost_host, get_interface) ? TOOLHOST_OK : TOOLHOST_E_ARGUMENT;
}
