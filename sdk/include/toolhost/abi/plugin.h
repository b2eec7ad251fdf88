/* The toolhost plugin ABI, pre-release 0.8.
 *
 * C11, LP64, fixed-width integers. This header is the only thing a host and a plugin share; what
 * the promise is and how it grows is in sdk/ABI.md.
 *
 * How to read it
 *   - Every struct starts with its size in bytes. A member exists if `size` covers it and it is not
 *     NULL: ask with TOOLHOST_HAS. Members are only ever added at the end.
 *   - Text is UTF-8 in a pointer and a length, never NUL-terminated. {NULL, 0} is "absent",
 *     {"", 0} is "empty".
 *   - What one side gives the other in an argument is borrowed until the function returns; whoever
 *     wants it longer copies it. Nothing is ever freed by the other side.
 *   - Nothing throws, jumps or exits across a function here.
 *   - Brackets say on which thread a function may be called:
 *       [entry]   while the library is being loaded, once at a time
 *       [control] one call at a time for one instance, from any thread
 *       [worker]  from any of several threads at once
 *       [any]     from any thread at any time, also from inside other calls
 */
#ifndef TOOLHOST_ABI_PLUGIN_H
#define TOOLHOST_ABI_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

/* A pre-release (major 0) loads only where host and plugin carry the same minor. */
#define TOOLHOST_ABI_MAJOR 0
#define TOOLHOST_ABI_MINOR 8

#ifdef __cplusplus
extern "C" {
#endif

/* What a function says of itself: one of TOOLHOST_OK, TOOLHOST_PENDING, TOOLHOST_E_*. */
typedef int32_t toolhost_status;
#define TOOLHOST_OK 0          /* done */
#define TOOLHOST_PENDING 1     /* accepted; it finishes later */
#define TOOLHOST_E_FAILED -1   /* did not work; a message went to the sink or to fail() */
#define TOOLHOST_E_ARGUMENT -2 /* the caller broke the contract of this header */
#define TOOLHOST_E_STATE -3    /* not now: already answered, already destroyed */
#define TOOLHOST_E_LIMIT -4    /* too much: size, depth, number */
#define TOOLHOST_E_UNSUPPORTED -5

typedef struct toolhost_str {
    const char* data;
    size_t size;
} toolhost_str;

/* "Write your answer here": the owner of the sink copies each chunk during put(), which may be
 * called several times; the chunks are one text. */
typedef struct toolhost_sink {
    uint32_t size;
    uint32_t flags;
    void* context;
    toolhost_status (*put)(void* context, toolhost_str chunk);
} toolhost_sink;

/* One call of one tool. Opaque, counted by the host, alive while anyone retains it. */
typedef struct toolhost_call toolhost_call;

/* ---- what the host gives
 * ------------------------------------------------------------------------- */

/* Lives from entry until the process ends. */
typedef struct toolhost_host {
    uint32_t size;
    uint32_t abi_major;
    uint32_t abi_minor;
    uint32_t flags;
    void* context;
    /* [any] The interface of that id, alive as long as the host; NULL when the host has no such
     * interface or this plugin was not granted it. */
    const void* (*get_interface)(void* context, toolhost_str id);
} toolhost_host;

/* Fields of a call, for toolhost_call_api.get:
 *   NAME       the tool's name as the plugin declared it
 *   ARGUMENTS  a JSON object that conforms to the tool's inputSchema
 *   IDENTITY   a JSON object: subject, client_id, user (absent: none), scopes
 *   ID         the call's name in logs and audit */
#define TOOLHOST_CALL_NAME 1u
#define TOOLHOST_CALL_ARGUMENTS 2u
#define TOOLHOST_CALL_IDENTITY 3u
#define TOOLHOST_CALL_ID 4u

/* How a call failed, for toolhost_call_api.fail:
 *   TOOL            an ordinary failure that the model should read (isError)
 *   INVALID_PARAMS  the request cannot mean anything (JSON-RPC -32602)
 *   INTERNAL        a defect of the plugin (JSON-RPC -32603) */
#define TOOLHOST_FAILURE_TOOL 1u
#define TOOLHOST_FAILURE_INVALID_PARAMS 2u
#define TOOLHOST_FAILURE_INTERNAL 3u

#define TOOLHOST_CALL_INTERFACE "toolhost.call/1"
typedef struct toolhost_call_api {
    uint32_t size;
    uint32_t flags;
    /* [any] Absent for a field the call does not have. Valid until the call is released. */
    toolhost_str (*get)(toolhost_call* call, uint32_t field);
    /* [any] Milliseconds until the host answers in the plugin's place; 0 when that moment has come.
     */
    uint64_t (*remaining_ms)(toolhost_call* call);
    /* [any] 1 once nobody waits for the answer any more. */
    int32_t (*is_cancelled)(toolhost_call* call);
    /* [any] Answers with an MCP CallToolResult object: content, structuredContent, isError, _meta.
     * Exactly one of finish and fail, once; later ones return TOOLHOST_E_STATE. Copied. */
    toolhost_status (*finish)(toolhost_call* call, toolhost_str result_json);
    /* [any] Answers that the call failed, and how (TOOLHOST_FAILURE_*), in words for a person. */
    toolhost_status (*fail)(toolhost_call* call, uint32_t failure, toolhost_str message);
    /* [any] Keeps the call beyond the plugin's call() function; each needs one release. */
    void (*retain)(toolhost_call* call);
    void (*release)(toolhost_call* call);
} toolhost_call_api;

#define TOOLHOST_LOG_DEBUG 0
#define TOOLHOST_LOG_INFO 1
#define TOOLHOST_LOG_WARNING 2
#define TOOLHOST_LOG_ERROR 3

#define TOOLHOST_LOG_INTERFACE "toolhost.log/1"
typedef struct toolhost_log_api {
    uint32_t size;
    uint32_t flags;
    void* context;
    /* [any] One line in the host's log, under the plugin's name. The host removes what looks like a
     * secret; do not rely on it. */
    void (*write)(void* context, int32_t level, toolhost_str message);
} toolhost_log_api;

#define TOOLHOST_CONFIG_INTERFACE "toolhost.config/1"
typedef struct toolhost_config_api {
    uint32_t size;
    uint32_t flags;
    void* context;
    /* [any] The text the admin set for `config.<key>`; TOOLHOST_E_FAILED when there is none. */
    toolhost_status (*get)(void* context, toolhost_str key, toolhost_sink* value);
} toolhost_config_api;

/* [any] How the host delivers a reply: once, from any thread, perhaps before the request function
 * returns. `reply_json` is borrowed. Must not block. */
typedef void (*toolhost_reply)(void* user, toolhost_str reply_json);

#define TOOLHOST_SERVICENOW_INTERFACE "toolhost.servicenow/1"
typedef struct toolhost_servicenow_api {
    uint32_t size;
    uint32_t flags;
    void* context;
    /* [any] Asks a ServiceNow instance as the user of that call; the operations and their replies
     * are JSON objects described in sdk/README.md. TOOLHOST_PENDING: `reply` will be called exactly
     * once; anything else: it will not. The host holds the call until then. */
    toolhost_status (*request)(void* context,
                               toolhost_call* call,
                               toolhost_str request_json,
                               toolhost_reply reply,
                               void* user);
    /* [any] A JSON array of the configured instances' names. */
    toolhost_status (*instances)(void* context, toolhost_sink* names_json);
} toolhost_servicenow_api;

/* ---- what the plugin gives
 * ----------------------------------------------------------------------- */

/* Kinds of things a plugin lists. */
#define TOOLHOST_LIST_TOOLS 1u

/* Filled by the entry function. `size` arrives holding the room the host has; the plugin writes at
 * most that much and sets `size` to what it wrote. */
typedef struct toolhost_plugin {
    uint32_t size;
    uint32_t abi_major;
    uint32_t abi_minor;
    uint32_t flags;
    void* self;
    /* [control] A JSON object: id (reverse DNS), version, title?, description?. Pure: the same text
     * every time, no files, no network, no threads. */
    toolhost_status (*describe)(void* self, toolhost_sink* json);
    /* [control] Makes one running instance. `config_json` is an object of what the admin set, every
     * value a string. On failure the reason goes to `error` and nothing is left behind. */
    toolhost_status (*create)(void* self,
                              toolhost_str config_json,
                              void** instance,
                              toolhost_sink* error);
    /* [control] What the instance offers, of that kind: for TOOLHOST_LIST_TOOLS a JSON array of MCP
     * Tool objects. TOOLHOST_E_UNSUPPORTED for kinds it does not know. */
    toolhost_status (*list)(void* instance, uint32_t kind, toolhost_sink* json);
    /* [worker] Runs one call. TOOLHOST_OK: it has been answered. TOOLHOST_PENDING: the plugin
     * retained it and answers later. Anything else: the host answers that the plugin failed. */
    toolhost_status (*call)(void* instance, toolhost_call* call);
    /* [any] A hint that nobody waits for this call any more. Must not block. */
    void (*cancel)(void* instance, toolhost_call* call);
    /* [control] Ends all work of the instance: after TOOLHOST_OK it has no threads and calls
     * nothing. */
    toolhost_status (*quiesce)(void* instance, uint32_t deadline_ms);
    /* [control] Frees the instance. Nothing of it is called afterwards. */
    void (*destroy)(void* instance);
    /* [entry] Frees `self`. The last call into the library. */
    void (*unload)(void* self);
} toolhost_plugin;

/* [entry] The one symbol a plugin exports. May be called more than once in a process; each call
 * fills its own table. No threads, no files, no network here. */
#define TOOLHOST_PLUGIN_ENTRY "toolhost_plugin_entry_v1"
typedef toolhost_status (*toolhost_plugin_entry)(const toolhost_host* host,
                                                 toolhost_plugin* plugin);

#define TOOLHOST_HAS(pointer, type, member)                                          \
    ((pointer)->size >= offsetof(type, member) + sizeof(((const type*)0)->member) && \
     (pointer)->member != NULL)

#ifdef __cplusplus
}
#endif

#endif
