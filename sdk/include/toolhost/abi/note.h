/* What a plugin says of itself in its file, for a host to read before any of its code runs: an ELF
 * note of name "toolhost" and type 1 that holds one JSON object,
 *
 *   {"abi":"0.9","id":"com.example.greeter","version":"1.0.0","sdk":"0.1.0"}
 *
 * of at most 4 KiB. A host loads no library without it, and refuses one whose description later
 * says another id or version. TOOLHOST_PLUGIN writes it for plugins in C++; a plugin in C says
 *
 *   TOOLHOST_PLUGIN_NOTE("com.example.greeter", "1.0.0");
 *
 * once, at file scope, with string literals. */
#ifndef TOOLHOST_ABI_NOTE_H
#define TOOLHOST_ABI_NOTE_H

#include <stdint.h>

#include <toolhost/abi/plugin.h>

#define TOOLHOST_NOTE_NAME "toolhost"
#define TOOLHOST_NOTE_TYPE 1u
#define TOOLHOST_NOTE_BYTES_MAX 4096u

#ifndef TOOLHOST_SDK_VERSION
#define TOOLHOST_SDK_VERSION ""
#endif

#define TOOLHOST_NOTE_TEXT_OF_(number) #number
#define TOOLHOST_NOTE_TEXT_(number) TOOLHOST_NOTE_TEXT_OF_(number)
#define TOOLHOST_ABI_TEXT \
    TOOLHOST_NOTE_TEXT_(TOOLHOST_ABI_MAJOR) "." TOOLHOST_NOTE_TEXT_(TOOLHOST_ABI_MINOR)

/* The note with a text of one's own making. The linker keeps it: a note is never garbage. */
#define TOOLHOST_NOTE(json_text)                                                            \
    static const struct {                                                                   \
        uint32_t name_size;                                                                 \
        uint32_t text_size;                                                                 \
        uint32_t type;                                                                      \
        char name[12];                                                                      \
        char text[(sizeof(json_text) + 3) / 4 * 4];                                         \
    } toolhost_plugin_note __attribute__((section(".note.toolhost"), used, aligned(4))) = { \
        sizeof(TOOLHOST_NOTE_NAME),                                                         \
        (sizeof(json_text) + 3) / 4 * 4,                                                    \
        TOOLHOST_NOTE_TYPE,                                                                 \
        TOOLHOST_NOTE_NAME,                                                                 \
        json_text}

#define TOOLHOST_PLUGIN_NOTE(id, version)                                                       \
    TOOLHOST_NOTE("{\"abi\":\"" TOOLHOST_ABI_TEXT "\",\"id\":\"" id "\",\"version\":\"" version \
                  "\",\"sdk\":\"" TOOLHOST_SDK_VERSION "\"}")

#endif
