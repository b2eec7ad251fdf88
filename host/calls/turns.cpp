#include "calls/turns.hpp"

namespace toolhost::calls {

bool Turns::submit(const std::shared_ptr<Turn>& turn) {
    {
        const std::lock_guard lock(mutex_);
        Line& line = lines_[turn->plugin];
        if (line.running >= per_plugin_max_) {
            line.waiting.push_back(turn);
            return true;
        }
        ++line.running;
    }
    if (begin(turn)) return true;
    end(turn);
    return false;
}

bool Turns::begin(const std::shared_ptr<Turn>& turn) {
    return pool_.submit([this, turn] {
        turn->job();
        turn->job = nullptr;  // what the job owns goes with it
        end(turn);
    });
}

void Turns::giveUp(const std::shared_ptr<Turn>& turn) {
    end(turn);
}

/// Hands the place on to the plugin's next. A job that the pool does not take runs here: it has
/// been promised its turn.
void Turns::end(const std::shared_ptr<Turn>& turn) {
    std::shared_ptr<Turn> next;
    {
        const std::lock_guard lock(mutex_);
        if (std::exchange(turn->is_over, true)) return;
        const auto line = lines_.find(turn->plugin);
        if (!line->second.waiting.empty()) {
            next = std::move(line->second.waiting.front());
            line->second.waiting.pop_front();
        } else if (--line->second.running == 0) {
            lines_.erase(line);
        }
    }
    if (!next || begin(next)) return;
    next->job();
    end(next);
}

}  // namespace toolhost::calls
