#include "worker/hello.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.hpp"

namespace toolhost::worker {
namespace {

using nlohmann::json;

Grants grantsOf(const boundary::Frame& frame) {
    Grants grants;
    for (auto& id : base::splitList(std::string(frame.part(3)), ','))
        grants.interfaces.insert(std::move(id));
    const json config = json::parse(frame.part(4), nullptr, false);
    if (!config.is_object()) return grants;
    for (const auto& [key, value] : config.items()) {
        if (value.is_string()) grants.config.emplace(key, value.get<std::string>());
    }
    return grants;
}

}  // namespace

base::Result<Hello> readHello(const boundary::Frame& frame) {
    const json limits = json::parse(frame.part(2), nullptr, false);
    if (frame.type != boundary::FrameType::Hello || !limits.is_object()) {
        return base::Error{"the host's first words are no greeting this worker understands"};
    }
    const auto threads = std::max<std::int64_t>(frame.number(1), 1);
    return Hello{.plugin = std::string(frame.part(0)),
                 .threads = static_cast<std::size_t>(threads),
                 .limits = {.memory_bytes = limits.value("memory_bytes", std::uint64_t{0}),
                            .open_files = limits.value("open_files", std::uint64_t{64}),
                            .may_use_network = limits.value("may_use_network", false)},
                 .grants = grantsOf(frame)};
}

}  // namespace toolhost::worker
