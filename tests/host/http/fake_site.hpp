#pragma once

#include <functional>
#include <map>
#include <string>

#include "http/site.hpp"

namespace toolhost::http {

/// A site of functions, each answering one path.
class FakeSite final : public Site {
public:
    using Handler = std::function<void(const Request&, const Respond&)>;

    std::map<std::string, Handler, std::less<>> handlers;
    std::function<std::optional<Response>(const Request&)> objection = [](const Request&) {
        return std::nullopt;
    };

    void handle(const Request& request, const Respond& respond) const override {
        const auto found = handlers.find(request.path);
        if (found == handlers.end()) return respond(refusal(404, "not here"));
        found->second(request, respond);
    }
    std::optional<Response> findObjection(const Request& head) const override {
        return objection(head);
    }
    bool mayWait(std::string_view path) const override { return path.substr(0, 5) == "/wait"; }
    std::size_t bodyBytesMax(std::string_view) const override { return 1U << 20U; }
};

}  // namespace toolhost::http
