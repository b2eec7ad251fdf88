#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace toolhost::sim {

/// Numbers that are the same on every platform for the same seed.
class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    /// 0 to count-1.
    std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
    /// True in that many cases of a hundred.
    bool chance(std::size_t percent) { return below(100) < percent; }

    template <typename T>
    const T& pick(const std::vector<T>& from) {
        return from[below(from.size())];
    }

private:
    std::mt19937_64 engine_;
};

}  // namespace toolhost::sim
