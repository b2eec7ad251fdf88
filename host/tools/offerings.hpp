#pragma once

#include <memory>
#include <vector>

#include "tools/callable.hpp"
#include "tools/completion.hpp"
#include "tools/definition.hpp"
#include "tools/prompt.hpp"
#include "tools/resource.hpp"

namespace toolhost::tools {

/// A callable of one kind, by what is known of it.
template <typename OfKind>
class Offering : public Callable {
public:
    [[nodiscard]] virtual const OfKind& definition() const = 0;
    [[nodiscard]] const Target& target() const final { return definition(); }
};

using Tool = Offering<Definition>;
using Prompt = Offering<PromptDefinition>;
using Resource = Offering<ResourceDefinition>;
using Completion = Offering<CompletionDefinition>;

template <typename OfKind>
using Several = std::vector<std::shared_ptr<OfKind>>;

/// All that one plugin offers, in its order.
struct Offerings {
    Several<Tool> tools{};
    Several<Prompt> prompts{};
    Several<Resource> resources{};
    Several<Resource> templates{};
    Several<Completion> completions{};

    /// Whether nobody else holds any of it. What is let go can only become unused, so the answer,
    /// once yes, stays yes.
    [[nodiscard]] bool isUnused() const;
};

}  // namespace toolhost::tools
