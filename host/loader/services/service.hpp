#pragma once

#include <functional>
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include <toolhost/abi/plugin.h>

#include "base/result.hpp"
#include "boundary/services.hpp"
#include "loader/services/question.hpp"

namespace toolhost::loader {

/// One service of the host as one plugin may use it. Thread-safe.
class Service {
public:
    Service() = default;
    Service(const Service&) = delete;
    Service& operator=(const Service&) = delete;
    virtual ~Service() = default;

    /// Calls `replied` exactly once: from any thread, perhaps before this returns. The request's
    /// call lives until then.
    virtual void ask(const boundary::Request& request, boundary::Replied replied) = 0;
};

/// What a request may hold besides `op`. Anything else is refused, so that no misspelt condition is
/// passed over.
struct Member {
    enum class Type { Text, Whole, Number, Flag, List, Object, Any };
    enum class Presence { Optional, Required };

    std::string_view name;
    Type type = Type::Text;
    Presence presence = Presence::Optional;
};

/// What one service can be asked: each by the member `op` of a JSON object.
class Operations {
public:
    struct Operation {
        std::string_view name;
        std::vector<Member> members;
        std::function<void(const Question&)> perform;
    };

    Operations(std::initializer_list<Operation> operations) : operations_(operations) {}

    /// Reads the request and performs it; what cannot be read is answered with TOOLHOST_E_ARGUMENT.
    void ask(const boundary::Request& request, const boundary::Replied& replied) const;

private:
    [[nodiscard]] base::Result<const Operation*> find(const nlohmann::json& request) const;

    std::vector<Operation> operations_;
};

}  // namespace toolhost::loader
