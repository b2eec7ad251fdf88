#include "mcp/methods/methods.hpp"

namespace toolhost::mcp {

void ping(const Offer&, const MethodCall&, const MethodDone& done) {
    done("{}");
}

}  // namespace toolhost::mcp
