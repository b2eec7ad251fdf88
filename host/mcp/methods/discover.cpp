#include "mcp/methods/methods.hpp"
#include "mcp/result.hpp"

namespace toolhost::mcp {
namespace {

constexpr CacheHint kDiscoverCache{std::chrono::minutes(5)};

}  // namespace

void discover(const Offer& offer, const MethodCall& call, const MethodDone& done) {
    done(closeResult(
        call.revision,
        R"("supportedVersions":)" + supportedVersionsJson() +
            R"(,"capabilities":{"tools":{"listChanged":true},"prompts":{"listChanged":true},)"
            R"("resources":{"subscribe":true,"listChanged":true},"completions":{},"logging":{})" +
            (offer.tasks == nullptr ? "}"
                                    : R"(,"extensions":{"io.modelcontextprotocol/tasks":{}}})"),
        kDiscoverCache));
}

}  // namespace toolhost::mcp
