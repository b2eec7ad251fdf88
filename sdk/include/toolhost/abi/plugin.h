/* The toolhost plugin ABI, pre-release 0.9.
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
#define TOOLHOST_ABI_MINOR 9

#ifdef __cplusplus
extern "C" {
#endif

/* What a function says of itself: one of TOOLHOST_OK, TOOLHOST_PENDING, TOOLHOST_E_*. */
typedef int32_t toolhost_status;
#define TOOLHOST_OK 0          /* done */
#define TOOLHOST_PENDING 1     /* accepted; it finishes later */
#define TOOLHOST_E_FAILED -1   /* did not work; a message went where the function says */
#define TOOLHOST_E_ARGUMENT -2 /* the caller broke the contract of this header */
#define TOOLHOST_E_STATE -3    /* not now: already answered, already destroyed */
#define TOOLHOST_E_LIMIT -4    /* too much: size, depth, number */
#define TOOLHOST_E_UNSUPPORTED -5
#define TOOLHOST_E_DENIED -6 /* the admin did not grant it, or the caller may not */

/* Borrowed text, or bytes where a function says so. */
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

/* One call into a plugin. Opaque, counted by the host, alive while anyone retains it. */
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

/* Fields of a call, for toolhost_call_api.get. JSON texts unless it says otherwise.
 *   NAME          the tool's or prompt's name, or the resource's URI or uriTemplate, as the
 *                 plugin declared it (plain text); for a completion that of what is completed
 *   ARGUMENTS     an object: a tool's arguments, which conform to its inputSchema; a prompt's,
 *                 texts; for a resource its `uri` and, of a template, `variables` with their
 *                 texts; for a completion MCP's own params
 *   IDENTITY      an object: subject, client_id, user (absent: none), scopes
 *   ID            the call's name in logs and audit (plain text)
 *   METHOD        what is asked, by MCP's name: "tools/call", "prompts/get", "resources/read",
 *                 "completion/complete" (plain text)
 *   META          the request's _meta object without what is the host's own business
 *   CAPABILITIES  MCP's ClientCapabilities object of whoever asks
 *   TRACE         W3C traceparent (plain text)
 *   ANSWERS       an object: what the user answered to the requests of need_input, by their names;
 *                 absent in a first call
 *   STATE         what the plugin gave need_input to keep (bytes); absent in a first call
 *   STREAM        "resumable" where close_stream works; absent elsewhere (plain text) */
#define TOOLHOST_CALL_NAME 1u
#define TOOLHOST_CALL_ARGUMENTS 2u
#define TOOLHOST_CALL_IDENTITY 3u
#define TOOLHOST_CALL_ID 4u
#define TOOLHOST_CALL_METHOD 5u
#define TOOLHOST_CALL_META 6u
#define TOOLHOST_CALL_CAPABILITIES 7u
#define TOOLHOST_CALL_TRACE 8u
#define TOOLHOST_CALL_ANSWERS 9u
#define TOOLHOST_CALL_STATE 10u
#define TOOLHOST_CALL_STREAM 11u

/* How a call failed, for toolhost_call_api.fail:
 *   TOOL            an ordinary failure that the model should read (isError)
 *   INVALID_PARAMS  the request cannot mean anything (JSON-RPC -32602)
 *   INTERNAL        a defect of the plugin (JSON-RPC -32603) */
#define TOOLHOST_FAILURE_TOOL 1u
#define TOOLHOST_FAILURE_INVALID_PARAMS 2u
#define TOOLHOST_FAILURE_INTERNAL 3u

/* Levels of messages to clients, those of syslog (RFC 5424) from the least on. */
#define TOOLHOST_MESSAGE_DEBUG 0
#define TOOLHOST_MESSAGE_INFO 1
#define TOOLHOST_MESSAGE_NOTICE 2
#define TOOLHOST_MESSAGE_WARNING 3
#define TOOLHOST_MESSAGE_ERROR 4
#define TOOLHOST_MESSAGE_CRITICAL 5
#define TOOLHOST_MESSAGE_ALERT 6
#define TOOLHOST_MESSAGE_EMERGENCY 7

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
    /* [any] Answers with MCP's result object of the call's method: for tools/call a CallToolResult
     * (content, structuredContent, isError, _meta). Exactly one of finish, fail and need_input,
     * once; later ones return TOOLHOST_E_STATE. Copied. */
    toolhost_status (*finish)(toolhost_call* call, toolhost_str result_json);
    /* [any] Answers that the call failed, and how (TOOLHOST_FAILURE_*), in words for a person. */
    toolhost_status (*fail)(toolhost_call* call, uint32_t failure, toolhost_str message);
    /* [any] Keeps the call beyond the plugin's call() function; each needs one release. */
    void (*retain)(toolhost_call* call);
    void (*release)(toolhost_call* call);
    /* [any] Answers that the user must say something first. `requests_json` is an object of MCP
     * InputRequests (each with method and params, for example elicitation/create) by names of the
     * plugin's choice. The host asks by whatever the client can, and calls the plugin again with
     * the same arguments, ANSWERS and STATE. `state` may be any bytes; the client holds it sealed,
     * and can neither read nor change it. Fails with TOOLHOST_E_UNSUPPORTED, leaving the call open,
     * when this client cannot be asked that. */
    toolhost_status (*need_input)(toolhost_call* call,
                                  toolhost_str requests_json,
                                  toolhost_str state);
    /* [any] Tells who waits how far the work is: `done` grows from call to call; `total` 0 means
     * not known; `message` may be absent. The host drops what nobody asked for or what comes too
     * often. */
    toolhost_status (*progress)(toolhost_call* call,
                                double done,
                                double total,
                                toolhost_str message);
    /* [any] Adds one MCP content block to the answer before it is finished; the host puts these
     * before the result's own. TOOLHOST_E_LIMIT when there are too many bytes of them. */
    toolhost_status (*partial)(toolhost_call* call, toolhost_str block_json);
    /* [any] Lets the connection that carries the answer go for now; a client that can comes back
     * for it. `retry_ms` is the pause to suggest, 0 for the host's own. TOOLHOST_E_UNSUPPORTED
     * where the client could not come back. */
    toolhost_status (*close_stream)(toolhost_call* call, uint32_t retry_ms);
    /* [any] Says something to the client while the call runs (MCP notifications/message): `level`
     * is one of TOOLHOST_MESSAGE_*, `logger` may be absent, `data_json` is any JSON value. No
     * secrets. The host drops what this client does not want to hear. */
    toolhost_status (*message)(toolhost_call* call,
                               int32_t level,
                               toolhost_str logger,
                               toolhost_str data_json);
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

/* Kinds of numbers, for toolhost_metrics_api.record:
 *   COUNT    adds `value` (not negative) to a counter
 *   GAUGE    sets the present value
 *   OBSERVE  adds one observation to a histogram; seconds for durations */
#define TOOLHOST_METRIC_COUNT 1u
#define TOOLHOST_METRIC_GAUGE 2u
#define TOOLHOST_METRIC_OBSERVE 3u

#define TOOLHOST_METRICS_INTERFACE "toolhost.metrics/1"
typedef struct toolhost_metrics_api {
    uint32_t size;
    uint32_t flags;
    void* context;
    /* [any] One number of the plugin, by Prometheus' rules for names; labels are an object of short
     * texts or absent. TOOLHOST_E_LIMIT when the plugin has too many series. */
    toolhost_status (*record)(
        void* context, uint32_t kind, toolhost_str name, toolhost_str labels_json, double value);
} toolhost_metrics_api;

/* What changed, for toolhost_events_api.raise. */
#define TOOLHOST_EVENT_LIST_CHANGED 1u     /* what list() gives; the host lists anew */
#define TOOLHOST_EVENT_RESOURCE_UPDATED 2u /* `subject` is the resource's URI */

#define TOOLHOST_EVENTS_INTERFACE "toolhost.events/1"
typedef struct toolhost_events_api {
    uint32_t size;
    uint32_t flags;
    void* context;
    /* [any] Tells clients that something changed. Returns before they know. */
    toolhost_status (*raise)(void* context, uint32_t event, toolhost_str subject);
} toolhost_events_api;

#define TOOLHOST_TASKS_INTERFACE "toolhost.tasks/1"
typedef struct toolhost_tasks_api {
    uint32_t size;
    uint32_t flags;
    void* context;
    /* [any] Runs work(user) once on a thread of the host, `delay_ms` from now or later. The host
     * joins it: quiesce() is called when no work runs, and work not begun by then is dropped, for
     * which drop(user) is called instead. TOOLHOST_E_LIMIT when too much is waiting; neither
     * function is called then. */
    toolhost_status (*run)(void* context,
                           uint64_t delay_ms,
                           void (*work)(void* user),
                           void (*drop)(void* user),
                           void* user);
} toolhost_tasks_api;

/* Services that are asked and answer: one struct for all of them, by id. What each can be asked is
 * described in sdk/SERVICES.md.
 *
 * [any] The answer: called once, from any thread, perhaps before request() returns. TOOLHOST_OK:
 * `reply_json` is what was asked for, `bytes` what goes beside it (absent where a service says
 * nothing of bytes). Anything else: `reply_json` is {"error": {"kind", "message"}}. Borrowed. Must
 * not block. */
typedef void (*toolhost_reply)(void* user,
                               toolhost_status status,
                               toolhost_str reply_json,
                               toolhost_str bytes);

#define TOOLHOST_SERVICENOW_SERVICE "toolhost.servicenow/1" /* as the call's user */
#define TOOLHOST_HTTP_SERVICE "toolhost.http/1"             /* to hosts the admin granted */
#define TOOLHOST_STORE_SERVICE "toolhost.store/1"           /* keys and values of the plugin */
#define TOOLHOST_SQL_SERVICE "toolhost.sql/1"               /* a database of the plugin */
#define TOOLHOST_SECRETS_SERVICE "toolhost.secrets/1"       /* secrets the admin granted, by name */
#define TOOLHOST_OAUTH_SERVICE "toolhost.oauth/1"   /* a handle of a token for an audience */
#define TOOLHOST_JWT_SERVICE "toolhost.jwt/1"       /* verify by policy, sign by profile */
#define TOOLHOST_CRYPTO_SERVICE "toolhost.crypto/1" /* random, seal, open */
#define TOOLHOST_AUDIT_SERVICE "toolhost.audit/1"   /* events on the audit trail */
#define TOOLHOST_TRACE_SERVICE "toolhost.trace/1"   /* spans under the call's trace */

typedef struct toolhost_service_api {
    uint32_t size;
    uint32_t flags;
    void* context;
    /* [any] Asks. `call` is the call it is asked for, whose identity, deadline and cancellation
     * hold; the host keeps it until the answer. It may be NULL where the service acts for the
     * plugin itself. TOOLHOST_PENDING: `reply` is called exactly once; anything else: it is not. */
    toolhost_status (*request)(void* context,
                               toolhost_call* call,
                               toolhost_str request_json,
                               toolhost_str bytes,
                               toolhost_reply reply,
                               void* user);
} toolhost_service_api;

/* ---- what the plugin gives
 * ----------------------------------------------------------------------- */

/* Kinds of things a plugin lists. */
#define TOOLHOST_LIST_TOOLS 1u              /* MCP Tool objects */
#define TOOLHOST_LIST_PROMPTS 2u            /* MCP Prompt objects */
#define TOOLHOST_LIST_RESOURCES 3u          /* MCP Resource objects */
#define TOOLHOST_LIST_RESOURCE_TEMPLATES 4u /* MCP ResourceTemplate objects */

/* Filled by the entry function. `size` arrives holding the room the host has; the plugin writes at
 * most that much and sets `size` to what it wrote. */
typedef struct toolhost_plugin {
    uint32_t size;
    uint32_t abi_major;
    uint32_t abi_minor;
    uint32_t flags;
    void* self;
    /* [control] A JSON object: id (reverse DNS), version, title?, description?, config? (the JSON
     * Schema of its configuration). Pure: the same text every time, no files, no network, no
     * threads. */
    toolhost_status (*describe)(void* self, toolhost_sink* json);
    /* [control] Makes one running instance. `config_json` is an object of what the admin set: it
     * conforms to describe()'s config where there is one, else every value is a string. On failure
     * the reason goes to `error` and nothing is left behind. */
    toolhost_status (*create)(void* self,
                              toolhost_str config_json,
                              void** instance,
                              toolhost_sink* error);
    /* [control] What the instance offers, of that kind: a JSON array. TOOLHOST_E_UNSUPPORTED for
     * kinds it does not know. */
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
    /* [control] Takes up a changed configuration whole, or refuses it whole with the reason in
     * `error` and goes on with what it had. TOOLHOST_E_UNSUPPORTED: the host makes a new instance
     * instead. May be NULL. */
    toolhost_status (*reconfigure)(void* instance, toolhost_str config_json, toolhost_sink* error);
    /* [control] TOOLHOST_OK when the instance can do its work; otherwise why not, in words. Quick.
     * May be NULL. */
    toolhost_status (*health)(void* instance, toolhost_sink* words);
    /* [any] Further tables a plugin offers, by id; NULL for ids it does not know. May be NULL. */
    const void* (*get_extension)(void* self, toolhost_str id);
} toolhost_plugin;

/* [entry] The one symbol a plugin exports. May be called more than once in a process; each call
 * fills its own table. No threads, no files, no network here. */
#define TOOLHOST_PLUGIN_ENTRY "toolhost_plugin_entry_v1"
typedef toolhost_status (*toolhost_plugin_entry)(const toolhost_host* host,
                                                 toolhost_plugin* plugin);

#define TOOLHOST_HAS(pointer, type, member)                                   \
    ((pointer)->size >= offsetof(type, member) + sizeof((pointer)->member) && \
     (pointer)->member != NULL)

#ifdef __cplusplus
}
#endif

#endif
