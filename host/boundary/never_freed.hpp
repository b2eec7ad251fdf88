#pragma once

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace toolhost::boundary {

/// Says of something on the heap that it is never freed, and of all that it leads to: nobody can
/// prove that a library forgot the addresses it was given. Tells leak sanitizers so.
inline void neverFreed([[maybe_unused]] const void* object) {
#if defined(__SANITIZE_ADDRESS__)
    __lsan_ignore_object(object);
#endif
}

}  // namespace toolhost::boundary
