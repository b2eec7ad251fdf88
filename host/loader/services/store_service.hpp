#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "base/clock.hpp"
#include "loader/services/key_values.hpp"
#include "loader/services/service.hpp"

namespace toolhost::loader {

/// toolhost.store/1: what one plugin keeps by key. sdk/SERVICES.md describes the requests.
class StoreService final : public Service {
public:
    /// Values and clock outlive it.
    StoreService(KeyValues& values, KeyValueOwner owner, const base::Clock& clock);

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    void get(const Question& question) const;
    void scan(const Question& question) const;
    void put(const Question& question) const;
    void remove(const Question& question) const;
    void transact(const Question& question) const;
    /// Answers with what `told` makes of the done change.
    void change(const Question& question,
                std::vector<KeyValueStep> steps,
                nlohmann::json (*told)(const Changed&)) const;

    KeyValues& values_;
    const KeyValueOwner owner_;
    const base::Clock& clock_;
    const Operations operations_;
};

}  // namespace toolhost::loader
