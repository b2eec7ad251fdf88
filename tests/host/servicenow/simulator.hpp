#pragma once

#include <string>
#include <sys/types.h>

namespace toolhost::servicenow {

/// The simulator's program, running on a free loopback port, which knows client-1 with the public
/// half of keyFile() as key-1. Ends with this.
class Simulator {
public:
    Simulator();
    Simulator(const Simulator&) = delete;
    Simulator& operator=(const Simulator&) = delete;
    ~Simulator();

    [[nodiscard]] const std::string& url() const { return url_; }

private:
    std::string public_key_file_;
    pid_t pid_ = -1;
    std::string url_;
};

}  // namespace toolhost::servicenow
