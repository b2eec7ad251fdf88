#include "boundary/frames/hello.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace toolhost::boundary {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

base::Error unknown() {
    return {"the host's first words are no greeting this worker understands"};
}

}  // namespace

std::string encodeHello(const Hello& hello, std::uint64_t id) {
    const json limits = {{"memory_bytes", hello.limits.memory_bytes},
                         {"open_files", hello.limits.open_files},
                         {"may_use_network", hello.limits.may_use_network}};
    return encode(FrameType::Hello,
                  id,
                  {hello.plugin.native(),
                   std::to_string(hello.threads),
                   dump(limits),
                   dump(hello.grants.interfaces),
                   dump(hello.grants.config)});
}

base::Result<Hello> readHello(const Frame& frame) {
    if (frame.type != FrameType::Hello) return unknown();
    try {
        const json limits = json::parse(frame.part(2));
        return Hello{
            .plugin = std::string(frame.part(0)),
            .threads = static_cast<std::size_t>(std::max<std::int64_t>(frame.number(1), 1)),
            .limits = {.memory_bytes = limits.at("memory_bytes"),
                       .open_files = limits.at("open_files"),
                       .may_use_network = limits.at("may_use_network")},
            .grants = {.interfaces = json::parse(frame.part(3)),
                       .config = json::parse(frame.part(4))}};
    } catch (const json::exception&) {
        return unknown();
    }
}

}  // namespace toolhost::boundary
