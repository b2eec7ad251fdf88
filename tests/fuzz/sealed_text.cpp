// What clients carry for the host and give back: cursors and the state of questions. A text that
// the host did not make is refused; one that it made and that was changed is, too.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "mcp/list_cursors.hpp"
#include "mcp/round_trips.hpp"

namespace {

namespace mcp = toolhost::mcp;

constexpr std::string_view kMethod = "tools/list";

void require(bool holds) {
    if (!holds) std::abort();
}

/// Openers of one key, and one text of each kind that they made.
struct House {
    House() {
        cursor = cursors.after(kMethod, list, 1).value();
        const std::string members = trips.members({"{}", "state"}, occasion()).value();
        const auto begin =
            members.find("requestState\":\"") + std::string_view("requestState\":\"").size();
        state = members.substr(begin, members.size() - begin - 1);
    }

    [[nodiscard]] mcp::Occasion occasion() const {
        return {principal, "tools/call", "tool", R"({"a":1})"};
    }

    toolhost::base::SystemClock clock;
    toolhost::crypto::Sealer sealer = toolhost::crypto::Sealer::ephemeral();
    mcp::ListCursors cursors{sealer.deriveFor("cursors")};
    mcp::RoundTrips trips{sealer, clock};
    toolhost::identity::Principal principal;
    mcp::Entries list{{"a", "{}"}, {"b", "{}"}, {"c", "{}"}};
    std::string cursor;
    std::string state;
};

void hold(const House& house, std::string_view cursor, std::string_view state) {
    const auto position = house.cursors.position(kMethod, house.list, cursor);
    require(position.has_value() == (cursor == house.cursor));
    if (position) require(*position == 2);
    const auto opened = house.trips.state(state, house.occasion());
    require(std::holds_alternative<std::string>(opened) == (state == house.state));
}

/// The genuine text with the bytes written over it, from a place that the first of them says.
std::string spoiled(std::string genuine, std::string_view bytes) {
    if (bytes.empty()) return genuine;
    const std::size_t at = static_cast<unsigned char>(bytes.front()) % genuine.size();
    genuine.replace(at, std::min(bytes.size() - 1, genuine.size() - at), bytes.substr(1));
    return genuine;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const House house;
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    hold(house, bytes, bytes);
    hold(house, spoiled(house.cursor, bytes), spoiled(house.state, bytes));
    return 0;
}
