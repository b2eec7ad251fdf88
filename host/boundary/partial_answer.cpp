#include "boundary/partial_answer.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace toolhost::boundary {
namespace {

constexpr std::size_t kBytesMax = std::size_t{4} << 20;

bool isBlock(std::string_view text) {
    const auto block = nlohmann::json::parse(text, nullptr, false);
    return block.is_object() && block.contains("type") && block["type"].is_string();
}

}  // namespace

toolhost_status PartialAnswer::add(std::string_view block_json) {
    if (!isBlock(block_json)) return TOOLHOST_E_ARGUMENT;
    const std::lock_guard lock(mutex_);
    if (bytes_ + block_json.size() > kBytesMax) return TOOLHOST_E_LIMIT;
    bytes_ += block_json.size();
    blocks_.emplace_back(block_json);
    return TOOLHOST_OK;
}

std::vector<std::string> PartialAnswer::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(blocks_, {});
}

}  // namespace toolhost::boundary
