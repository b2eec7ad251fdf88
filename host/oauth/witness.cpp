#include "oauth/witness.hpp"

#include <future>
#include <memory>
#include <utility>

namespace toolhost::oauth {

void Witness::note(const audit::Event& event) const {
    if (const auto taken = trail_.append(event, {}); !taken) {
        log_.error("oauth.audit.lost",
                   {{"type", event.type},
                    {"target", event.target},
                    {"outcome", std::string(audit::nameOf(event.outcome))},
                    {"reason", taken.error().what}});
    }
}

base::Result<base::Done> Witness::settle(const audit::Event& event) const {
    // Shared: the trail's thread may still be inside set_value when the outcome is read here.
    const auto promise = std::make_shared<std::promise<base::Result<base::Done>>>();
    auto durable = promise->get_future();
    const auto taken = trail_.append(event, [promise](base::Result<base::Done> written) {
        promise->set_value(std::move(written));
    });
    return taken ? durable.get() : taken;
}

}  // namespace toolhost::oauth
