#include "mcp/methods/methods.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

constexpr CacheHint kDiscoverCache{std::chrono::minutes(5)};

}  // namespace

void discover(const Offer&, const MethodCall& call, const MethodDone& done) {
    done(closeResult(
        call.revision,
        R"("supportedVersions":)" + supportedVersionsJson() +
            R"(,"capabilities":{"tools":{},"prompts":{},"resources":{},"completions":{}})",
        kDiscoverCache));
}

}  // namespace toolhost::mcp
