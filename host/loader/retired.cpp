#include "loader/retired.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace toolhost::loader {
namespace {

/// Whether neither a catalogue nor a call knows anything of it.
bool isUnused(const GenerationPtr& generation) {
    return generation.use_count() == 1 && generation->offerings.isUnused();
}

}  // namespace

void Retired::add(GenerationPtr generation) {
    if (!generation) return;
    const std::lock_guard lock(mutex_);
    generations_.push_back(std::move(generation));
}

void Retired::reap() {
    std::vector<GenerationPtr> unused;  // ended without the lock
    const std::lock_guard lock(mutex_);
    const auto first = std::stable_partition(
        generations_.begin(), generations_.end(), [](const auto& one) { return !isUnused(one); });
    std::move(first, generations_.end(), std::back_inserter(unused));
    generations_.erase(first, generations_.end());
}

std::size_t Retired::count() const {
    const std::lock_guard lock(mutex_);
    return generations_.size();
}

std::set<std::string> Retired::contents() const {
    const std::lock_guard lock(mutex_);
    std::set<std::string> contents;
    for (const auto& generation : generations_) {
        contents.insert(generation->sha256);
    }
    return contents;
}

}  // namespace toolhost::loader
