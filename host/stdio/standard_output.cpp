#include "stdio/standard_output.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace toolhost::stdio {

int takeStandardOutput() {
    constexpr int kFirstPrivate = 3;
    const int own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, kFirstPrivate);
    if (own >= 0 && dup2(STDERR_FILENO, STDOUT_FILENO) < 0) return -1;
    return own;
}

}  // namespace toolhost::stdio
