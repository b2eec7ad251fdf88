// The stream parser of list answers. How the bytes were cut into chunks decides nothing; it takes
// for whole only what a parser of all of it takes too, and hands on exactly those records.
#include "servicenow/exchange/row_stream.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace {

using toolhost::servicenow::RowStream;

struct Outcome {
    bool was_taken = true;
    RowStream::Ending ending = RowStream::Ending::NotJson;
    std::vector<std::string> rows;

    bool operator==(const Outcome&) const = default;
};

/// Feeds the text in chunks of 1 to `chunk_max` bytes, as `cuts` says.
Outcome feed(std::string_view text, std::string_view cuts, std::size_t chunk_max) {
    Outcome outcome;
    RowStream stream([&outcome](std::string_view row) {
        outcome.rows.emplace_back(row);
        return toolhost::base::Done{};
    });
    for (std::size_t at = 0, turn = 0; at < text.size() && outcome.was_taken; ++turn) {
        const auto cut = static_cast<unsigned char>(cuts[turn % cuts.size()]);
        const auto size = std::min<std::size_t>(1 + cut % chunk_max, text.size() - at);
        outcome.was_taken = stream.take(text.substr(at, size)).ok();
        at += size;
    }
    outcome.ending = stream.finish().ending;
    return outcome;
}

void holdToWholeParser(std::string_view text, const Outcome& outcome) {
    if (!outcome.was_taken || outcome.ending != RowStream::Ending::Whole) return;
    const auto parsed = nlohmann::json::parse(text, nullptr, false);
    if (!parsed.is_object() || !parsed.contains("result")) std::abort();
    const auto& records = parsed["result"];
    if (!records.is_array() || records.size() != outcome.rows.size()) std::abort();
    for (std::size_t at = 0; at < records.size(); ++at)
        if (nlohmann::json::parse(outcome.rows[at], nullptr, false) != records[at]) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    if (input.size() < 8) return 0;
    const auto text = input.substr(8);
    const auto by_the_byte = feed(text, input.substr(0, 8), 1);
    if (by_the_byte != feed(text, input.substr(0, 8), 7)) std::abort();
    if (by_the_byte != feed(text, input.substr(0, 8), 251)) std::abort();
    holdToWholeParser(text, by_the_byte);
    return 0;
}
