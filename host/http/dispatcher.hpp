#pragma once

#include <functional>
#include <memory>

#include "base/log.hpp"
#include "http/exchange.hpp"
#include "http/settings.hpp"
#include "http/site.hpp"
#include "http/workers.hpp"

namespace toolhost::http {

/// Has each request answered by the site, on a thread that may wait as long as that path may
/// take, and turns whatever goes wrong there into an answer. Thread-safe.
class Dispatcher {
public:
    /// Site and log outlive it.
    Dispatcher(const Settings& settings, const Site& site, base::Log& log);

    /// Answers the request, now or later. [any thread]
    void dispatch(Request request, Respond respond);

    [[nodiscard]] const Site& site() const { return site_; }

private:
    void answer(const Request& request, const Respond& respond) const;

    const Site& site_;
    base::Log& log_;
    Workers workers_;
};

}  // namespace toolhost::http
