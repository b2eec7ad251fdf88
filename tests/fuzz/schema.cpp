// The schema compiler and checker: a schema and an instance, in JSON, parted by a NUL. Whatever
// they are, compiling and checking end within their bounds, and the verdict is always the same.
#include "schema/schema.hpp"

#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string_view>

namespace {

using toolhost::schema::Options;
using toolhost::schema::Schema;

/// Small enough that the slowest input still ends within libFuzzer's patience.
Options tightOptions() {
    Options options;
    options.bounds.subschemas_max = 2'000;
    options.bounds.evaluation_steps_max = 50'000;
    options.formats = toolhost::schema::Formats::Assert;
    return options;
}

void checkTwice(const Schema& schema, std::string_view text) {
    const auto instance = nlohmann::json::parse(text, nullptr, false);
    if (instance.is_discarded()) return;
    const auto first = describe(schema.check(instance));
    if (first != describe(schema.check(instance))) std::abort();
    if (first != describe(schema.checkText(text))) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto split = input.find('\0');
    const auto schema = Schema::compile(input.substr(0, split), tightOptions());
    if (!schema || split == input.npos) return 0;
    checkTwice(schema.value(), input.substr(split + 1));
    return 0;
}
