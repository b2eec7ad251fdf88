#pragma once

#include <functional>
#include <type_traits>
#include <utility>

#include <toolhost/host.hpp>
#include <toolhost/input.hpp>

namespace toolhost::sdk {

/// How a plugin takes up a changed configuration, if it can.
class Reconfigure {
public:
    /// `take` gets a const Setup&, or a struct with fields().
    template <typename Function>
    void by(Function take) {
        bind(std::function(std::move(take)));
    }

    /// False when there is no way. Throws what refuses the change.
    bool run(const Setup& setup) const {
        if (!take_) return false;
        take_(setup);
        return true;
    }

private:
    void bind(std::function<void(const Setup&)> take) { take_ = std::move(take); }

    template <typename Config>
    void bind(std::function<void(Config)> take) {
        take_ = [take = std::move(take)](const Setup& setup) {
            take(Codec<std::decay_t<Config>>::read(setup.configuration()));
        };
    }

    std::function<void(const Setup&)> take_;
};

}  // namespace toolhost::sdk
