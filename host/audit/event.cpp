#include "audit/event.hpp"

namespace toolhost::audit {

std::string_view nameOf(Outcome outcome) {
    switch (outcome) {
        case Outcome::Intended:
            return "intended";
        case Outcome::Ok:
            return "ok";
        case Outcome::Denied:
            return "denied";
        case Outcome::Failed:
            return "failed";
    }
    return "failed";
}

}  // namespace toolhost::audit
