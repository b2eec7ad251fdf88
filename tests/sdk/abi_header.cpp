// Compiles the ABI header as C++.
#include <toolhost/abi/plugin.h>

static_assert(sizeof(toolhost_plugin) == 112, "toolhost_plugin has changed its size");
static_assert(sizeof(toolhost_call_api) == 104, "toolhost_call_api has changed its size");
