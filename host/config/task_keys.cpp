#include "config/task_keys.hpp"

#include "config/codecs.hpp"
#include "config/field.hpp"

namespace toolhost::config {
namespace {

constexpr std::int64_t kKiB = 1 << 10;
constexpr std::int64_t kMiB = 1 << 20;
constexpr std::int64_t kDayMs = 86'400'000;
constexpr std::int64_t kDaySeconds = 86'400;

}  // namespace

Group taskKeys() {
    using tasks::Settings;
    const auto key = [](auto member, Whole bounds) {
        return fieldOf(&config::Settings::tasks, member, bounds);
    };
    return {
        "Tasks: tool calls that go on after their request was answered",
        {{"tasks.after_ms",
          "How long a client that knows tasks waits for an answer before it gets a task instead.",
          key(&Settings::after, Whole{0, kDayMs, "milliseconds"})},
         {"tasks.deadline_seconds",
          "From accepting such a call to giving up on its answer.",
          key(&Settings::deadline, Whole{1, 7 * kDaySeconds, "seconds"})},
         {"tasks.ttl_seconds",
          "How long a task is kept after its last change, unless its tool is at work.",
          key(&Settings::ttl, Whole{60, 365 * kDaySeconds, "seconds"})},
         {"tasks.poll_ms",
          "How often clients are asked to look at a task.",
          key(&Settings::poll, Whole{10, kDayMs, "milliseconds"})},
         {"tasks.max_per_caller",
          "Tasks of one caller that are kept; further slow calls stay calls.",
          key(&Settings::max_per_caller, Whole{0, 1'000'000, "tasks"})},
         {"tasks.max_in_all",
          "The same of all callers; 0 makes no tasks at all.",
          key(&Settings::max_in_all, Whole{0, 10'000'000, "tasks"})},
         {"tasks.answer_bytes_max",
          "The largest answer a task keeps; a larger one is replaced by words that say so.",
          key(&Settings::answer_bytes_max, Whole{kKiB, 256 * kMiB, "bytes"})}}};
}

}  // namespace toolhost::config
