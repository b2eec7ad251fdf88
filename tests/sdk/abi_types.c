/* A library that uses every type of the ABI's header, so that abidiff sees how each is laid out. */
#include <toolhost/abi/plugin.h>

struct abi_types {
    toolhost_host* host;
    toolhost_call_api* call;
    toolhost_log_api* log;
    toolhost_config_api* config;
    toolhost_metrics_api* metrics;
    toolhost_events_api* events;
    toolhost_tasks_api* tasks;
    toolhost_service_api* service;
    toolhost_plugin* plugin;
    toolhost_plugin_entry entry;
};

void use_abi_types(const struct abi_types* types);
void use_abi_types(const struct abi_types* types) {
    (void)types;
}
