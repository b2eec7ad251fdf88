#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace toolhost::sim {

/// One planned misbehaviour of the instance.
struct Fault {
    std::chrono::milliseconds latency{0};
    int status = 0;  ///< 0: the request is answered as usual, after the latency
    std::string body;
    std::string content_type = "application/json;charset=UTF-8";
    long long count = -1;     ///< how many requests it hits; negative: all
    std::string path_prefix;  ///< empty: every path

    /// A sleeping developer instance: 200 and a page of HTML.
    static Fault hibernation();
};

/// The misbehaviour planned through the admin API. Any thread may use it.
class Faults {
public:
    void add(Fault fault);
    void clear();
    /// The first fault that hits this path; counts as one hit.
    std::optional<Fault> take(std::string_view path);
    /// Waits that long, or until release().
    void pause(std::chrono::milliseconds latency);
    /// Ends every pause, now and from now on.
    void release();

private:
    std::mutex mutex_;
    std::condition_variable released_;
    std::vector<Fault> planned_;  // guarded by mutex_
    bool stopping_ = false;       // guarded by mutex_
};

}  // namespace toolhost::sim
