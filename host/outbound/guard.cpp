#include "outbound/guard.hpp"

#include <algorithm>
#include <stdexcept>

#include "base/text.hpp"

namespace toolhost::outbound {
namespace {

std::vector<Network> networksOf(const std::vector<std::string>& texts) {
    std::vector<Network> networks;
    for (const auto& text : texts) {
        const auto network = Network::parse(text);
        if (!network) {
            throw std::runtime_error("start the outbound client: outbound.public_networks: " +
                                     base::quoted(text) + " is no network such as 10.1.0.0/16");
        }
        networks.push_back(*network);
    }
    return networks;
}

}  // namespace

Guard::Guard(const Settings& settings)
    : ports_(settings.public_ports),
      networks_(networksOf(settings.public_networks)),
      is_proxied_(!settings.proxy.empty()),
      trusts_proxy_(settings.public_by_proxy) {}

std::optional<std::string> Guard::objectionTo(const Url& url) const {
    if (url.scheme != "https") return "a URL that is not configured has to be https";
    if (std::find(ports_.begin(), ports_.end(), url.port) == ports_.end()) {
        return "a URL that is not configured may not name port " + url.port +
               " (outbound.public_ports)";
    }
    if (const auto literal = Address::parse(url.host); literal && !admits(literal)) {
        return "a URL that is not configured may not name an address that is not public";
    }
    if (is_proxied_ && !trusts_proxy_) {
        return "behind a proxy it cannot be seen where a URL that is not configured leads; set "
               "outbound.public_by_proxy = true if the proxy keeps requests from private "
               "addresses";
    }
    return std::nullopt;
}

bool Guard::admits(const std::optional<Address>& address) const {
    if (!address) return false;
    const auto holds = [&](const Network& network) { return network.contains(*address); };
    return address->isPublic() || std::any_of(networks_.begin(), networks_.end(), holds);
}

}  // namespace toolhost::outbound
