#pragma once

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/descriptor.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "http/connection/forwarded.hpp"
#include "http/connection/headcount.hpp"
#include "http/connection/listener.hpp"
#include "http/connection/loop.hpp"
#include "http/connection/premises.hpp"
#include "http/connection/tls_context.hpp"
#include "http/connection/transport.hpp"
#include "http/dispatcher.hpp"
#include "http/settings.hpp"
#include "http/site.hpp"

namespace toolhost::http {

/// All that answers while the host serves: loops, their connections, and the threads beside them.
class Front {
public:
    /// Answers from now on, with that certificate where the listener speaks TLS. Site and log
    /// outlive it.
    static base::Result<std::unique_ptr<Front>> open(const Settings& settings,
                                                     std::vector<Listener> listeners,
                                                     std::shared_ptr<const TlsContext> tls,
                                                     const Site& site,
                                                     base::Log& log);
    Front(const Front&) = delete;
    Front& operator=(const Front&) = delete;
    ~Front() = default;

    /// What connections that come from now on are shown. [any thread]
    void showCertificate(std::shared_ptr<const TlsContext> tls) { tls_ = std::move(tls); }

    /// Stops listening and lets idle connections go; answers that are owed are still given.
    void stopAccepting();
    /// Ends streams, waits a moment until every client has its answer, and closes the rest.
    void stop();

private:
    Front(const Settings& settings, const Site& site, base::Log& log);
    base::Result<base::Done> startLoops();
    void accept(Listener listener);
    void welcome(Listener::Kind kind, base::Descriptor socket, std::string address);
    [[nodiscard]] std::unique_ptr<Transport> transportOf(Listener::Kind kind,
                                                         base::Descriptor socket) const;

    const Settings settings_;
    Dispatcher dispatcher_;
    Headcount headcount_;
    const TrustedProxies proxies_;
    std::atomic<std::shared_ptr<const TlsContext>> tls_;
    Premises premises_;
    std::vector<std::unique_ptr<Loop>> loops_;
    std::atomic<std::size_t> accepted_ = 0;
};

}  // namespace toolhost::http
