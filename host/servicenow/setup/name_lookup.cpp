#include "servicenow/setup/name_lookup.hpp"

#include <array>
#include <memory>
#include <netdb.h>
#include <sys/socket.h>

#include "base/text.hpp"

namespace toolhost::servicenow {

base::Result<std::vector<std::string>> lookUp(const std::string& host) {
    addrinfo wanted{};
    wanted.ai_socktype = SOCK_STREAM;
    addrinfo* list = nullptr;
    const int failed = getaddrinfo(host.c_str(), nullptr, &wanted, &list);
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> found(list, freeaddrinfo);
    if (failed != 0) {
        return base::Error{"look up " + base::quoted(host) + ": " + gai_strerror(failed)};
    }
    std::vector<std::string> addresses;
    for (const addrinfo* each = found.get(); each != nullptr; each = each->ai_next) {
        std::array<char, NI_MAXHOST> text{};
        if (getnameinfo(each->ai_addr,
                        each->ai_addrlen,
                        text.data(),
                        text.size(),
                        nullptr,
                        0,
                        NI_NUMERICHOST) == 0) {
            addresses.emplace_back(text.data());
        }
    }
    return addresses;
}

}  // namespace toolhost::servicenow
