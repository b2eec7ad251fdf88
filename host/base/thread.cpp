#include "base/thread.hpp"

#include <pthread.h>
#include <string>

namespace toolhost::base {

void nameThisThread(std::string_view name) {
    constexpr std::size_t kKernelLimit = 15;
    pthread_setname_np(pthread_self(), std::string(name.substr(0, kKernelLimit)).c_str());
}

}  // namespace toolhost::base
